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

/**
 * A function that resizes one frame [height, width, 3] into another.
 *
 * Across first, then down, each step rounded to float32 as the reference does; a row blended across serves the two rows
 * of the result that lie beside it.
 */
export function frameResizer(
  from: { height: number; width: number },
  to: { height: number; width: number },
): (source: Uint8Array, target: Uint8Array) => void {
  return tapResizer(from.width, axisTaps(from.height, to.height), axisTaps(from.width, to.width));
}

/**
 * Resize frames of a clip and cut the same square out of each, computing only what the square holds.
 *
 * @param chosen numbers of frames in the clip
 * @param size height and width that the whole frame would have
 * @returns [frames, crop, crop, 3], as `cropClip(resizeClip(…))` gives
 */
export function resizeAndCrop(
  clip: Clip,
  chosen: ArrayLike<number>,
  size: { height: number; width: number },
  { top, left }: { top: number; left: number },
  crop: number,
): Clip {
  const rows = sliceTaps(axisTaps(clip.height, size.height), top, crop);
  const columns = sliceTaps(axisTaps(clip.width, size.width), left, crop);
  const resize = tapResizer(clip.width, rows, columns);
  const [from, to] = [frameBytes(clip), crop * crop * 3];
  const values = new Uint8Array(chosen.length * to);
  for (let frame = 0; frame < chosen.length; frame++) {
    const start = chosen[frame]! * from;
    resize(clip.values.subarray(start, start + from), values.subarray(frame * to, (frame + 1) * to));
  }
  return { ...clip, frames: chosen.length, height: crop, width: crop, values };
}

function sliceTaps({ lower, upper, weight }: Taps, first: number, count: number): Taps {
  const end = first + count;
  return { lower: lower.subarray(first, end), upper: upper.subarray(first, end), weight: weight.subarray(first, end) };
}

function tapResizer(width: number, rows: Taps, columns: Taps): (source: Uint8Array, target: Uint8Array) => void {
  const across = perColor(columns);
  const length = across.weight.length;
  let [above, below] = [new Float32Array(length), new Float32Array(length)];
  return (source, target) => {
    let [upper, lower] = [-1, -1]; // source rows whose blend the two lines hold
    for (let y = 0; y < rows.lower.length; y++) {
      const [first, second] = [rows.lower[y]!, rows.upper[y]!];
      if (lower === first) [above, below, upper, lower] = [below, above, lower, upper];
      if (upper !== first) blendAcross(source, first * width * 3, across, above);
      if (lower !== second) blendAcross(source, second * width * 3, across, below);
      [upper, lower] = [first, second];
      blendDown(above, below, rows.weight[y]!, target, y * length);
    }
  };
}

/** Taps of pixels as taps of single values, three to a pixel: one flat loop is several times faster than a loop in a loop. */
function perColor({ lower, upper, weight }: Taps): Taps {
  const each = (taps: Int32Array) =>
    Int32Array.from({ length: taps.length * 3 }, (_, at) => taps[Math.trunc(at / 3)]! * 3 + (at % 3));
  return {
    lower: each(lower),
    upper: each(upper),
    weight: Float32Array.from({ length: weight.length * 3 }, (_, at) => weight[Math.trunc(at / 3)]!),
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

/** One source row, its values blended for each column of the result. */
function blendAcross(source: Uint8Array, row: number, { lower, upper, weight }: Taps, line: Float32Array): void {
  for (let at = 0; at < line.length; at++) {
    const color = source[row + lower[at]!]!;
    line[at] = color + Math.fround((source[row + upper[at]!]! - color) * weight[at]!);
  }
}

/** Two rows blended and truncated to whole levels. */
function blendDown(above: Float32Array, below: Float32Array, down: number, target: Uint8Array, start: number): void {
  for (let at = 0; at < above.length; at++) {
    const color = above[at]!;
    target[start + at] = Math.fround(color + Math.fround(Math.fround(below[at]! - color) * down));
  }
}
