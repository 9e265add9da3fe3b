import { type Clip, frameBytes } from "./clip.ts";

/** Top left corner of a crop, in pixels; negative where the crop reaches outside and is padded with zeros. */
export interface Corner {
  readonly top: number;
  readonly left: number;
}

/**
 * Corner of the crop in the middle; what exceeds is cut one more at the bottom and right when odd.
 *
 * Source: `tf.image.resize_with_crop_or_pad`, ViViT's central crop.
 */
export function centerCorner({ height, width }: { height: number; width: number }, size: number): Corner {
  return { top: middle(height, size), left: middle(width, size) };
}

/**
 * Corners of the three crops of a test view: left, center and right of a wide clip, top, center and bottom of a tall one.
 *
 * @throws RangeError if the crop does not fit
 * Source: Scenic `video_ops.three_crops`; unlike the central crop, the middle is rounded up.
 */
export function threeCorners({ height, width }: { height: number; width: number }, size: number): Corner[] {
  requireFit({ height, width }, size, "threeCorners");
  const [topMiddle, leftMiddle] = [Math.ceil((height - size) / 2), Math.ceil((width - size) / 2)];
  if (width >= height) return [0, leftMiddle, width - size].map((left) => ({ top: topMiddle, left }));
  return [0, topMiddle, height - size].map((top) => ({ top, left: leftMiddle }));
}

/**
 * Corner of a random crop: uniform over the places where it fits.
 *
 * @param place two uniform numbers in [0, 1): down, across
 * @throws RangeError if the crop does not fit
 */
export function randomCorner(
  { height, width }: { height: number; width: number },
  size: number,
  place: readonly [number, number],
): Corner {
  requireFit({ height, width }, size, "randomCorner");
  return {
    top: Math.floor(place[0] * (height - size + 1)),
    left: Math.floor(place[1] * (width - size + 1)),
  };
}

/**
 * Cut the same square out of every frame; pixels outside the clip are 0.
 *
 * @param clip [frames, height, width, 3]
 * @param size pixels
 * @param chosen which frames, in which order; all of them if left out
 * @returns [frames, size, size, 3]
 */
export function cropClip(clip: Clip, { top, left }: Corner, size: number, chosen?: ArrayLike<number>): Clip {
  const frames = chosen?.length ?? clip.frames;
  const values = new Uint8Array(frames * size * size * 3);
  const first = Math.max(0, -left);
  const count = Math.min(size, clip.width - left) - first;
  for (let frame = 0; frame < frames; frame++) {
    const start = (chosen ? chosen[frame]! : frame) * frameBytes(clip);
    for (let row = Math.max(0, -top); row < Math.min(size, clip.height - top); row++) {
      const from = start + ((top + row) * clip.width + left + first) * 3;
      values.set(clip.values.subarray(from, from + count * 3), ((frame * size + row) * size + first) * 3);
    }
  }
  return { ...clip, frames, height: size, width: size, values };
}

function middle(length: number, size: number): number {
  return length >= size ? Math.floor((length - size) / 2) : -Math.floor((size - length) / 2);
}

function requireFit({ height, width }: { height: number; width: number }, size: number, caller: string): void {
  if (size <= height && size <= width) return;
  throw new RangeError(
    `${caller}: expected a crop within ${height}x${width} pixels, got ${size}; resize larger or crop smaller`,
  );
}
