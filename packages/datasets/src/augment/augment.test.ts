import { describe, expect, it } from "vitest";
import { clipOf, frameBytes } from "../clip.ts";
import { noiseClip } from "../fixtures/noise-clip.ts";
import { applyAugmentation } from "./apply-augmentation.ts";
import { applyOperation, type Operation } from "./rand-augment.ts";

const [frames, height, width] = [3, 10, 12];
const noise = (seed: number) => noiseClip(seed, { frames, height, width });
const place = [0.5, 0.5] as const;
const operate = (name: Operation["name"], magnitude: number, reference = true, weaker = false) => {
  const clip = noise(1);
  applyOperation(clip, { name, magnitude, place, weaker }, reference);
  return clip.values;
};
const grey = (values: Uint8Array, at: number) =>
  0.2989 * values[at]! + 0.587 * values[at + 1]! + 0.114 * values[at + 2]!;
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at]!)));
const original = noise(1).values;
/** One operation after the other on arrays of float32, as TensorFlow runs them: `augment.blend` casts only at its end. */
const float32 = (values: ArrayLike<number>, change: (value: number, at: number) => number) =>
  Float32Array.from(values, change);
const blendInFloat32 = (degenerate: ArrayLike<number>, image: Uint8Array, factor: number) => {
  const base = float32(degenerate, (value) => value);
  const difference = float32(image, (value, at) => value - base[at]!);
  const scaled = float32(difference, (value) => value * Math.fround(factor));
  const sum = float32(scaled, (value, at) => value + base[at]!);
  return Uint8Array.from(sum, (value) => Math.trunc(Math.max(0, Math.min(255, value))));
};
/** `rgb_to_grayscale` of uint8: to [0, 1], weighted, and back by 255.5, cut off. */
const greyInFloat32 = (image: Uint8Array) => {
  const unit = float32(image, (value) => value * Math.fround(1 / 255));
  const weights = Float32Array.of(0.2989, 0.587, 0.114);
  const weighted = float32(unit, (value, at) => value * weights[at % 3]!);
  const pixel = (at: number) => weighted.subarray(at - (at % 3), at - (at % 3) + 3);
  const sum = float32(unit, (_, at) => float32([pixel(at)[0]! + pixel(at)[1]!], (value) => value)[0]! + pixel(at)[2]!);
  return Uint8Array.from(
    float32(sum, (value) => value * 255.5),
    Math.trunc,
  );
};

describe("RandAugment's operations equal independent formulations", () => {
  it("of levels", () => {
    expect(operate("Invert", 15)).toEqual(original.map((value) => value ^ 255));
    expect(operate("Posterize", 15)).toEqual(original.map((value) => value & 0b11111100));
    expect(operate("Posterize", 20)).toEqual(original); // the quirk: all 8 bits are kept
    expect(operate("Posterize", 10, false)).toEqual(original.map((value) => value & 0b11110000));
    expect(operate("Solarize", 15)).toEqual(original); // the quirk: no value reaches 384
    expect(operate("Solarize", 10, false)).toEqual(original.map((value) => (value < 128 ? value : 255 - value)));
    expect(operate("SolarizeAdd", 15)).toEqual(
      original.map((value) => (value < 128 ? Math.min(255, value + 165) : value)),
    );
    for (const channel of [0, 1, 2]) {
      const own = (values: ArrayLike<number>) => Array.from(values).filter((_, at) => at % 3 === channel);
      const [low, high] = [Math.min(...own(original)), Math.max(...own(original))];
      const stretched = own(original).map((value) => ((value - low) * 255) / (high - low));
      expect(largestDifference(own(operate("AutoContrast", 15)), stretched)).toBeLessThanOrEqual(1.001);
      const ranks = own(operate("Equalize", 15));
      const order = own(original);
      expect(order.every((a, i) => order.every((b, j) => a >= b || ranks[i]! <= ranks[j]!))).toBe(true);
    }
    expect(operate("Identity", 15)).toEqual(original);
  });

  it.each([5, 10, 15, 20, 30])("of blending, to the bit: magnitude %i", (magnitude) => {
    const factor = 0.18 * magnitude + 0.1;
    const level = (value: number) => new Float32Array(original.length).fill(value);
    expect(operate("Brightness", magnitude)).toEqual(blendInFloat32(level(0), original, factor));
    const greys = greyInFloat32(original);
    expect(operate("Color", magnitude)).toEqual(blendInFloat32(greys, original, factor));
    const few = Math.floor((frames * height * width) / 256); // the quirk: pixels by 256, white for real clips
    expect(operate("Contrast", magnitude)).toEqual(blendInFloat32(level(few), original, factor));
    const mean = Math.round(greys.reduce((sum, value) => sum + value, 0) / greys.length);
    expect(operate("Contrast", magnitude, false)).toEqual(blendInFloat32(level(mean), original, factor));
    const weaker = 1 / Math.max(factor, 0.25);
    expect(operate("Brightness", magnitude, false, true)).toEqual(blendInFloat32(level(0), original, weaker));
    expect(
      largestDifference(
        greys,
        original.map((_, at) => grey(original, at - (at % 3)) + 0.5),
      ),
    ).toBeLessThanOrEqual(1);
  });

  it("of neighbors and boxes", () => {
    const smooth = (values: Uint8Array, rows: number) =>
      Array.from(values, (value, at) => {
        const [row, column] = [Math.floor(at / 3 / width), Math.floor(at / 3) % width];
        if (row === 0 || row === rows - 1 || column === 0 || column === width - 1) return value;
        let sum = 4 * value;
        for (const down of [-1, 0, 1])
          for (const across of [-1, 0, 1]) sum += values[at + (down * width + across) * 3]!;
        return Math.floor(sum / 13);
      });
    const sharp = (values: Uint8Array, rows: number) => blendInFloat32(smooth(values, rows), values, 2.8);
    expect(operate("Sharpness", 15)).toEqual(sharp(original, frames * height));
    const bytes = frameBytes({ height, width });
    const apart = [0, 1, 2].flatMap((frame) => [...sharp(original.slice(frame * bytes, (frame + 1) * bytes), height)]);
    expect([...operate("Sharpness", 15, false)]).toEqual(apart);
    const box = operate("Cutout", 0.5);
    for (let at = 0; at < box.length; at++) {
      const [row, column] = [Math.floor(at / 3 / width) % height, Math.floor(at / 3) % width];
      const inside = row >= 3 && row < 7 && column >= 4 && column < 8;
      expect(box[at]).toBe(inside ? 0 : original[at]);
    }
  });
});

describe("color jitter", () => {
  const jitter = (change: object, reference: boolean) => {
    const clip = noise(2);
    const color = { brightness: 0, saturation: 1, contrast: 1, hue: 0, ...change };
    applyAugmentation(clip, { reference, color });
    return clip.values;
  };
  const before = noise(2).values;

  it.each([false, true])("does nothing at its neutral settings, reference: %s", (reference) => {
    expect(largestDifference(jitter({}, reference), before)).toBeLessThanOrEqual(1);
  });

  it.each([false, true])("adds brightness, and keeps the mean at any contrast, reference: %s", (reference) => {
    const brighter = jitter({ brightness: 20 / 255 }, reference);
    expect(
      largestDifference(
        brighter,
        before.map((value) => Math.min(255, value + 20)),
      ),
    ).toBeLessThanOrEqual(1);
    const flat = jitter({ contrast: 0 }, reference);
    const channel = (values: Uint8Array, first: number) => Array.from(values).filter((_, at) => at % 3 === first);
    const mean = channel(before, 0).reduce((sum, value) => sum + value, 0) / channel(before, 0).length;
    // the reference takes each frame's own mean
    for (const value of channel(flat, 0)) expect(Math.abs(value - mean)).toBeLessThan(reference ? 25 : 1.01);
  });

  it("turns hue by the color circle and takes saturation away", () => {
    const red = clipOf(Uint8Array.of(200, 0, 0), 1, 1);
    applyAugmentation(red, { reference: true, color: { brightness: 0, saturation: 1, contrast: 1, hue: 1 / 3 } });
    expect([...red.values]).toEqual([0, 200, 0]); // a third of a turn: red becomes green
    const white = clipOf(Uint8Array.of(200, 40, 90), 1, 1);
    applyAugmentation(white, { reference: true, color: { brightness: 0, saturation: 0, contrast: 1, hue: 0 } });
    expect([...white.values]).toEqual([200, 200, 200]); // HSV keeps the largest channel
    const luma = clipOf(Uint8Array.of(200, 40, 90), 1, 1);
    applyAugmentation(luma, { reference: false, color: { brightness: 0, saturation: 0, contrast: 1, hue: 0 } });
    expect([...luma.values]).toEqual([94, 94, 94]); // 0.299 * 200 + 0.587 * 40 + 0.114 * 90
    const dropped = clipOf(Uint8Array.of(200, 40, 90), 1, 1);
    applyAugmentation(dropped, { reference: true, grey: true });
    expect([...dropped.values]).toEqual([94, 94, 94]);
  });
});
