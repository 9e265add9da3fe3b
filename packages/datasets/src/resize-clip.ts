import { type Clip, frameBytes } from "./clip.ts";

/** For each output pixel of an axis: the two input pixels and the weight of the second. */
export interface Taps {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Size after bringing the shorter side to a length and keeping the proportions.
 *
 * @param shortSide pixels
 * @returns the other side is long * shortSide / short, rounded down
 * Source: DMVR `resize_smallest`.
 */
export function shortSideSize(
  { height, width }: { height: number; width: number },
  shortSide: number,
): { height: number; width: number } {
  if (height <= width) return { height: shortSide, width: Math.floor((width * shortSide) / height) };
  return { height: Math.floor((height * shortSide) / width), width: shortSide };
}

/**
 * Resize so that the shorter side has the given length; a clip of that size already is returned as it is.
 *
 * @param clip [frames, height, width, 3]
 * @param shortSide pixels
 * Source: DMVR `resize_smallest`.
 */
export function resizeShortSide(clip: Clip, shortSide: number): Clip {
  const { height, width } = shortSideSize(clip, shortSide);
  return resizeClip(clip, height, width);
}

/**
 * Resize bilinearly with half-pixel centers, without antialiasing, and truncate to whole numbers.
 *
 * @param clip [frames, height, width, 3]
 * @returns [frames, height, width, 3] of the new size, exactly as TensorFlow computes it on uint8
 * Source: `tf.image.resize(…, "bilinear", antialias=False)` cast to uint8, as ViViT's pipeline does.
 */
export function resizeClip(clip: Clip, height: number, width: number): Clip {
  if (clip.height === height && clip.width === width) return clip;
  const values = new Uint8Array(clip.frames * height * width * 3);
  const resize = frameResizer(clip, { height, width });
  const [from, to] = [frameBytes(clip), height * width * 3];
  for (let frame = 0; frame < clip.frames; frame++)
    resize(clip.values.subarray(frame * from, (frame + 1) * from), values.subarray(frame * to, (frame + 1) * to));
  return { ...clip, height, width, values };
}

/** A function that resizes one frame [height, width, 3] into another; its taps are computed once. */
export function frameResizer(
  from: { height: number; width: number },
  to: { height: number; width: number },
): (source: Uint8Array, target: Uint8Array) => void {
  const [rows, columns] = [axisTaps(from.height, to.height), axisTaps(from.width, to.width)];
  return (source, target) => {
    for (let y = 0; y < to.height; y++) {
      const [top, bottom] = [rows.lower[y]! * from.width * 3, rows.upper[y]! * from.width * 3];
      blendRow(source, top, bottom, rows.weight[y]!, columns, target, y * to.width * 3);
    }
  };
}

/** Taps of one axis. Source: TensorFlow `compute_interpolation_weights` with `HalfPixelScaler`, in float32. */
export function axisTaps(from: number, to: number): Taps {
  const scale = Math.fround(from / to);
  const taps = { lower: new Int32Array(to), upper: new Int32Array(to), weight: new Float32Array(to) };
  for (let index = 0; index < to; index++) {
    const at = Math.fround(Math.fround((index + 0.5) * scale) - 0.5);
    taps.lower[index] = Math.max(Math.floor(at), 0);
    taps.upper[index] = Math.min(Math.ceil(at), from - 1);
    taps.weight[index] = at - Math.floor(at);
  }
  return taps;
}

/** One output row: across first, then down, each step rounded to float32 as the reference does. */
function blendRow(
  source: Uint8Array,
  top: number,
  bottom: number,
  down: number,
  columns: Taps,
  target: Uint8Array,
  at: number,
): void {
  const { lower, upper, weight } = columns;
  for (let x = 0; x < lower.length; x++) {
    const [left, right, across] = [lower[x]! * 3, upper[x]! * 3, weight[x]!];
    for (let channel = 0; channel < 3; channel++) {
      const a = source[top + left + channel]!;
      const b = source[bottom + left + channel]!;
      const above = Math.fround(a + Math.fround((source[top + right + channel]! - a) * across));
      const below = Math.fround(b + Math.fround((source[bottom + right + channel]! - b) * across));
      target[at + x * 3 + channel] = Math.fround(above + Math.fround(Math.fround(below - above) * down));
    }
  }
}
