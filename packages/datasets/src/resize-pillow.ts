import { type Clip, frameBytes } from "./clip.ts";
import { shortSideSize } from "./resize-clip.ts";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** For each output pixel of an axis: where its input pixels begin, and their weights in fixed point. */
interface Windows {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [output, size] */
  readonly weights: Int32Array;
  readonly size: number;
}

/** Bits behind the point of a weight. Source: Pillow `Resample.c`, `PRECISION_BITS`. */
const precision = 22;

/**
 * Resize bilinearly with antialiasing, rounding to whole numbers after each axis.
 *
 * @param clip [frames, height, width, 3]
 * @returns [frames, height, width, 3] of the new size, bit for bit as Pillow computes it
 * Source: Pillow `Image.resize(size, BILINEAR)`, as Hugging Face's `VivitImageProcessor` does.
 */
export function resizeClipAsPillow(clip: Clip, height: number, width: number): Clip {
  if (clip.height === height && clip.width === width) return clip;
  const values = new Uint8Array(clip.frames * height * width * 3);
  const resize = pillowFrameResizer(clip, { height, width });
  const [from, to] = [frameBytes(clip), height * width * 3];
  for (let frame = 0; frame < clip.frames; frame++)
    resize(clip.values.subarray(frame * from, (frame + 1) * from), values.subarray(frame * to, (frame + 1) * to));
  return { ...clip, height, width, values };
}

/** Resize so that the shorter side has the given length, as `VivitImageProcessor` does with `shortest_edge`. */
export function resizeShortSideAsPillow(clip: Clip, shortSide: number): Clip {
  const { height, width } = shortSideSize(clip, shortSide);
  return resizeClipAsPillow(clip, height, width);
}

/** A function that resizes one frame [height, width, 3] into another: across first, then down. */
export function pillowFrameResizer(from: Size, to: Size): (source: Uint8Array, target: Uint8Array) => void {
  const across = from.width === to.width ? undefined : axisWindows(from.width, to.width);
  const down = from.height === to.height ? undefined : axisWindows(from.height, to.height);
  const between = across && down ? new Uint8Array(from.height * to.width * 3) : undefined;
  return (source, target) => {
    if (across) blendColumns(source, from, across, between ?? target);
    if (down) blendRows(between ?? source, to.width * 3, down, target);
    if (!across && !down) target.set(source);
  };
}

/** Source: Pillow `precompute_coeffs` and `normalize_coeffs_8bpc` with the triangle filter. */
function axisWindows(from: number, to: number): Windows {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const size = Math.ceil(support) * 2 + 1;
  const windows = { first: new Int32Array(to), count: new Int32Array(to), weights: new Int32Array(to * size), size };
  for (let index = 0; index < to; index++) {
    const center = (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - first;
    const weights = Array.from({ length: count }, (_, at) =>
      Math.max(0, 1 - Math.abs((at + first - center + 0.5) * (1 / support))),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [at, weight] of weights.entries())
      windows.weights[index * size + at] = Math.trunc(0.5 + (weight / sum) * 2 ** precision);
    windows.first[index] = first;
    windows.count[index] = count;
  }
  return windows;
}

function blendColumns(source: Uint8Array, { height, width }: Size, windows: Windows, target: Uint8Array): void {
  const { first, count, weights, size } = windows;
  let to = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < first.length; x++, to += 3) {
      let [red, green, blue] = [half, half, half];
      let from = (y * width + first[x]!) * 3;
      for (let at = x * size; at < x * size + count[x]!; at++, from += 3) {
        const weight = weights[at]!;
        red += source[from]! * weight;
        green += source[from + 1]! * weight;
        blue += source[from + 2]! * weight;
      }
      target[to] = red >> precision;
      target[to + 1] = green >> precision;
      target[to + 2] = blue >> precision;
    }
}

function blendRows(source: Uint8Array, length: number, { first, count, weights, size }: Windows, target: Uint8Array) {
  const sums = new Int32Array(length);
  for (let y = 0; y < first.length; y++) {
    sums.fill(half);
    for (let row = 0; row < count[y]!; row++) {
      const weight = weights[y * size + row]!;
      const from = (first[y]! + row) * length;
      for (let at = 0; at < length; at++) sums[at] = sums[at]! + source[from + at]! * weight;
    }
    for (let at = 0; at < length; at++) target[y * length + at] = sums[at]! >> precision;
  }
}

const half = 1 << (precision - 1);
