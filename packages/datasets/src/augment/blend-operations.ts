import { type Clip, frameBytes } from "../clip.ts";
import { changeAll } from "./level-operations.ts";

/** Blend a clip with its grey self: 0 is grey, 1 as it was, more is more colorful. */
export function color({ values }: Clip, factor: number): void {
  for (let at = 0; at < values.length; at += 3) {
    const grey = greyLevel(values[at]!, values[at + 1]!, values[at + 2]!);
    for (let channel = at; channel < at + 3; channel++) values[channel] = blend(grey, values[channel]!, factor);
  }
}

/**
 * Blend a clip with one level: the mean of its grey values over all frames.
 *
 * In the reference the level is the number of pixels by 256, so it is white for any clip of 256 by 256 pixels or more.
 */
export function contrast(clip: Clip, factor: number, reference: boolean): void {
  const pixels = clip.values.length / 3;
  const level = reference ? Math.min(255, Math.floor(pixels / 256)) : Math.round(meanGrey(clip));
  changeAll(clip, (value) => blend(level, value, factor));
}

/** Blend a clip with black. */
export function brightness(clip: Clip, factor: number): void {
  changeAll(clip, (value) => blend(0, value, factor));
}

/**
 * Blend a clip with its smoothed self.
 *
 * @param stacked frames are one high image, so the last row of one is smoothed with the first of the next
 */
export function sharpness(clip: Clip, factor: number, stacked: boolean): void {
  const height = stacked ? clip.frames * clip.height : clip.height;
  const bytes = frameBytes({ height, width: clip.width });
  for (let start = 0; start < clip.values.length; start += bytes)
    sharpenImage(clip.values.subarray(start, start + bytes), height, clip.width, factor);
}

/** Fill a box around a place, the same in every frame; parts of it may lie outside. */
export function cutout(clip: Clip, [down, across]: readonly [number, number], reach: number, level: number): void {
  const [row, column] = [Math.floor(down * clip.height), Math.floor(across * clip.width)];
  const [left, right] = [Math.max(0, column - reach), Math.min(clip.width, column + reach)];
  for (let frame = 0; frame < clip.frames; frame++)
    for (let y = Math.max(0, row - reach); y < Math.min(clip.height, row + reach); y++) {
      const start = (frame * clip.height + y) * clip.width;
      clip.values.fill(level, (start + left) * 3, (start + right) * 3);
    }
}

/** Source: TensorFlow `rgb_to_grayscale` on uint8: in float32, back by 255.5 truncated. */
export function greyLevel(red: number, green: number, blue: number): number {
  const weighted = Math.fround(
    Math.fround(Math.fround(unit[red]! * weights[0]!) + Math.fround(unit[green]! * weights[1]!)) +
      Math.fround(unit[blue]! * weights[2]!),
  );
  return Math.min(255, Math.floor(Math.fround(weighted * 255.5)));
}

const unit = Float32Array.from({ length: 256 }, (_, level) => level * Math.fround(1 / 255));
const weights = Float32Array.of(0.2989, 0.587, 0.114);

/** Away from `base` by a factor, cut to [0, 255] and truncated. Source: TensorFlow models `augment.blend`, in float32. */
function blend(base: number, value: number, factor: number): number {
  const blended = Math.fround(base + Math.fround(Math.fround(factor) * (value - base)));
  return Math.floor(Math.min(255, Math.max(0, blended)));
}

function meanGrey({ values }: Clip): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 3) sum += greyLevel(values[at]!, values[at + 1]!, values[at + 2]!);
  return sum / (values.length / 3);
}

/** The border stays as it is. */
function sharpenImage(values: Uint8Array, height: number, width: number, factor: number): void {
  const source = values.slice();
  const length = width * 3;
  for (let y = 1; y < height - 1; y++)
    for (let at = y * length + 3; at < (y + 1) * length - 3; at++) {
      const around =
        ring(source, at - length) + source[at - 3]! + 5 * source[at]! + source[at + 3]! + ring(source, at + length);
      values[at] = blend(Math.floor(Math.fround(around / 13 + 1e-6)), source[at]!, factor);
    }
}

function ring(source: Uint8Array, at: number): number {
  return source[at - 3]! + source[at]! + source[at + 3]!;
}
