import type { Clip } from "../clip.ts";
import type { ColorChange } from "./augmentation.ts";

/**
 * Change brightness, saturation, contrast and hue of a clip, in place, in one pass: each is linear, so together they are one
 * 3 by 3 matrix and an offset; values are cut to [0, 255] and rounded once, at the end.
 *
 * Contrast goes by the mean of each channel over all frames; hue turns the chroma plane of YIQ.
 */
export function jitterColor(clip: Clip, { brightness, saturation, contrast, hue }: ColorChange): void {
  const turn = multiply(hueMatrix(hue), saturationMatrix(saturation));
  const matrix = turn.map((row) => row.map((value) => value * contrast));
  const means = channelMeans(clip);
  const mean = turn.map((row) => row.reduce((sum, value, channel) => sum + value * means[channel]!, 0));
  const offsets = mean.map((value) => value * (1 - contrast) + brightness * 255 + 0.5);
  applyAffine(clip.values, matrix.flat(), offsets);
}

/** Fixed point with 16 bits behind the point: exact to 1/256 of a level, and twice as fast as floating point. */
function applyAffine(values: Uint8Array, matrix: readonly number[], offsets: readonly number[]): void {
  const fixed = Int32Array.from(matrix, (value) => Math.round(value * 65536));
  const [a, b, c, d, e, f, g, h, i] = fixed as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [x, y, z] = offsets.map((offset) => Math.round(offset * 65536)) as [number, number, number];
  for (let at = 0; at < values.length; at += 3) {
    const [red, green, blue] = [values[at]!, values[at + 1]!, values[at + 2]!];
    values[at] = cut((a * red + b * green + c * blue + x) >> 16);
    values[at + 1] = cut((d * red + e * green + f * blue + y) >> 16);
    values[at + 2] = cut((g * red + h * green + i * blue + z) >> 16);
  }
}

function cut(level: number): number {
  if (level < 0) return 0;
  return Math.min(level, 255);
}

const luma = [0.299, 0.587, 0.114] as const;

function saturationMatrix(factor: number): number[][] {
  return [0, 1, 2].map((row) => luma.map((weight, column) => weight * (1 - factor) + (row === column ? factor : 0)));
}

/** To YIQ, turned, and back. */
function hueMatrix(turns: number): number[][] {
  const [cosine, sine] = [Math.cos(turns * 2 * Math.PI), Math.sin(turns * 2 * Math.PI)];
  const rotation = [
    [1, 0, 0],
    [0, cosine, -sine],
    [0, sine, cosine],
  ];
  return multiply(multiply(fromYiq, rotation), toYiq);
}

const toYiq = [
  [0.299, 0.587, 0.114],
  [0.595716, -0.274453, -0.321263],
  [0.211456, -0.522591, 0.311135],
];
const fromYiq = [
  [1, 0.95629572, 0.62102442],
  [1, -0.2721221, -0.6473806],
  [1, -1.106989, 1.704615],
];

function multiply(left: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
  return left.map((row) =>
    right[0]!.map((_, column) => row.reduce((sum, value, at) => sum + value * right[at]![column]!, 0)),
  );
}

function channelMeans({ values }: Clip): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < values.length; at += 3) {
    sums[0] += values[at]!;
    sums[1] += values[at + 1]!;
    sums[2] += values[at + 2]!;
  }
  return sums.map((sum) => sum / (values.length / 3)) as [number, number, number];
}
