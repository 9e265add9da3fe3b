import { type Clip, frameBytes } from "../clip.ts";
import type { ColorChange } from "./augmentation.ts";

/**
 * Change brightness, saturation, contrast and hue of a clip, in place, in this order, frame by frame, as the reference does:
 * saturation and hue through HSV, contrast by the mean of each channel of each frame, cut to the range at the end alone.
 *
 * Values are rounded to whole levels at the end; the reference keeps its floats, at most half a level away.
 *
 * Source: Scenic `video_ops.color_default_augm` with `tf.image.adjust_*`.
 */
export function jitterColorAsReference(clip: Clip, change: ColorChange): void {
  const bytes = frameBytes(clip);
  const colors = new Float32Array(bytes);
  for (let start = 0; start < clip.values.length; start += bytes) {
    for (let at = 0; at < bytes; at++) colors[at] = clip.values[start + at]! / 255 + change.brightness;
    changeHsv(colors, (hue, saturation) => [hue, unit(saturation * change.saturation)]);
    changeContrast(colors, change.contrast);
    changeHsv(colors, (hue, saturation) => [hue + change.hue, saturation]);
    for (let at = 0; at < bytes; at++) clip.values[start + at] = Math.round(unit(colors[at]!) * 255);
  }
}

/** Replace every pixel by its grey value. Source: Scenic `video_ops.color_drop`. */
export function dropColor({ values }: Clip): void {
  for (let at = 0; at < values.length; at += 3) {
    const grey = Math.round(0.2989 * values[at]! + 0.587 * values[at + 1]! + 0.114 * values[at + 2]!);
    values.fill(grey, at, at + 3);
  }
}

/** Hue in turns, saturation in [0, 1]; the value, which is the largest channel, stays. */
function changeHsv(colors: Float32Array, change: (hue: number, saturation: number) => [number, number]): void {
  for (let at = 0; at < colors.length; at += 3) {
    const [red, green, blue] = [colors[at]!, colors[at + 1]!, colors[at + 2]!];
    const value = Math.max(red, green, blue);
    const range = value - Math.min(red, green, blue);
    const [hue, saturation] = change(hueOf(red, green, blue, value, range), value > 0 ? range / value : 0);
    const turn = (((hue % 1) + 1) % 1) * 6;
    colors[at] = value * (1 - saturation + saturation * unit(Math.abs(turn - 3) - 1));
    colors[at + 1] = value * (1 - saturation + saturation * unit(2 - Math.abs(turn - 2)));
    colors[at + 2] = value * (1 - saturation + saturation * unit(2 - Math.abs(turn - 4)));
  }
}

function hueOf(red: number, green: number, blue: number, value: number, range: number): number {
  if (!(range > 0)) return 0;
  if (value === red) return (green - blue) / (6 * range);
  if (value === green) return (blue - red) / (6 * range) + 2 / 6;
  return (red - green) / (6 * range) + 4 / 6;
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function changeContrast(colors: Float32Array, factor: number): void {
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let at = channel; at < colors.length; at += 3) sum += colors[at]!;
    const mean = sum / (colors.length / 3);
    for (let at = channel; at < colors.length; at += 3) colors[at] = (colors[at]! - mean) * factor + mean;
  }
}
