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

/** Fixed point with 16 bits behind the point: exact to 1/256 of a level, and several times faster than floating point. */
function applyAffine(values: Uint8Array, matrix: readonly number[], offsets: readonly number[]): void {
  const clamped = new Uint8ClampedArray(values.buffer, values.byteOffset, values.length);
  const fixed = Int32Array.from([...matrix, ...offsets], (value) => Math.round(value * 65536));
  const [a, b, c, d, e, f] = [fixed[0]!, fixed[1]!, fixed[2]!, fixed[3]!, fixed[4]!, fixed[5]!];
  const [g, h, i, x, y, z] = [fixed[6]!, fixed[7]!, fixed[8]!, fixed[9]!, fixed[10]!, fixed[11]!];
  const { imul } = Math;
  for (let at = 0; at < clamped.length; at += 3) {
    const [red, green, blue] = [clamped[at]!, clamped[at + 1]!, clamped[at + 2]!];
    clamped[at] = (imul(a, red) + imul(b, green) + imul(c, blue) + x) >> 16;
    clamped[at + 1] = (imul(d, red) + imul(e, green) + imul(f, blue) + y) >> 16;
    clamped[at + 2] = (imul(g, red) + imul(h, green) + imul(i, blue) + z) >> 16;
  }
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
  const step = 3 * 2 ** 20; // as many pixels as small whole numbers can add up
  for (let start = 0; start < values.length; start += step) {
    let [red, green, blue] = [0, 0, 0];
    for (let at = start; at < Math.min(start + step, values.length); at += 3) {
      red = (red + values[at]!) | 0;
      green = (green + values[at + 1]!) | 0;
      blue = (blue + values[at + 2]!) | 0;
    }
    for (const [channel, sum] of [red, green, blue].entries()) sums[channel]! += sum;
  }
  return sums.map((sum) => sum / (values.length / 3)) as [number, number, number];
}
