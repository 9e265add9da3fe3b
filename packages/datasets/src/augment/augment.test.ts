import { randomKey, uniform } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { makeView } from "../clip-view.ts";
import { cropClip } from "../crop-clip.ts";
import { resizeClip } from "../resize-clip.ts";
import { applyAugmentation } from "./apply-augmentation.ts";
import { drawAugmentation } from "./draw-augmentation.ts";
import { applyOperation, type Operation, operationNames } from "./rand-augment.ts";

const [frames, height, width] = [3, 10, 12];
const noise = (seed: number): Clip =>
  clipOf(
    Uint8Array.from(uniform(randomKey(seed), frames * height * width * 3), (value) => 30 + value * 190),
    height,
    width,
  );
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
const cut = (value: number) => Math.floor(Math.min(255, Math.max(0, value)));
const original = noise(1).values;

describe("RandAugment's operations equal independent formulations", () => {
  const blended = (base: (at: number) => number, factor: number) =>
    Array.from(original, (value, at) => cut(base(at) + factor * (value - base(at))));

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

  it("of blending", () => {
    expect(
      largestDifference(
        operate("Brightness", 15),
        blended(() => 0, 2.8),
      ),
    ).toBeLessThanOrEqual(1);
    const pixel = (at: number) => at - (at % 3);
    expect(
      largestDifference(
        operate("Color", 15),
        blended((at) => Math.floor(grey(original, pixel(at)) + 0.5), 2.8),
      ),
    ).toBeLessThanOrEqual(3); // one level of grey, times 2.8 - 1
    const few = Math.floor((frames * height * width) / 256); // the quirk: pixels by 256, white for real clips
    expect(
      largestDifference(
        operate("Contrast", 15),
        blended(() => few, 2.8),
      ),
    ).toBeLessThanOrEqual(1);
    const mean = original.reduce((sum, _, at) => (at % 3 ? sum : sum + grey(original, at)), 0) / (original.length / 3);
    expect(
      largestDifference(
        operate("Contrast", 15, false),
        blended(() => mean, 2.8),
      ),
    ).toBeLessThanOrEqual(3);
    expect(operate("Brightness", 5, false, true)).toEqual(
      original.map((value) => cut(Math.fround(value) * Math.fround(1))),
    ); // 1 / (0.18 * 5 + 0.1)
  });

  it("of neighbors and boxes", () => {
    const smooth = (values: Uint8Array, rows: number) =>
      Array.from(values, (value, at) => {
        const [row, column] = [Math.floor(at / 3 / width), Math.floor(at / 3) % width];
        if (row === 0 || row === rows - 1 || column === 0 || column === width - 1) return value;
        let sum = 4 * value;
        for (const down of [-1, 0, 1])
          for (const across of [-1, 0, 1]) sum += values[at + (down * width + across) * 3]!;
        const base = Math.floor(sum / 13);
        return cut(base + 2.8 * (value - base));
      });
    expect(largestDifference(operate("Sharpness", 15), smooth(original, frames * height))).toBeLessThanOrEqual(2);
    const bytes = frameBytes({ height, width });
    const apart = [0, 1, 2].flatMap((frame) => smooth(original.slice(frame * bytes, (frame + 1) * bytes), height));
    expect(largestDifference(operate("Sharpness", 15, false), apart)).toBeLessThanOrEqual(2);
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

describe("views", () => {
  it("scale jitter is a resize of its own before the crop", () => {
    const clip = noise(3);
    const view = { start: 0, place: [0.5, 0.25], flip: false } as const;
    const augmentation = { reference: true, scale: [1.2, 0.95] } as const;
    const made = makeView(clip, { ...view, augmentation }, { frames: 2, stride: 1, crop: 8 });
    const whole = resizeClip(clip, 12, 11);
    expect(made.values).toEqual(cropClip(whole, { top: 2, left: 1 }, 8, [0, 1]).values);
  });

  it("erases one box with the same noise in every frame", () => {
    const clip = clipOf(new Uint8Array(frames * height * width * 3).fill(7), height, width);
    const erase = { area: 0.25, aspect: 1, place: [0, 0], noise: randomKey(4) } as const;
    applyAugmentation(clip, { reference: false, erase });
    const bytes = frameBytes(clip);
    expect(clip.values.slice(0, bytes)).toEqual(clip.values.slice(bytes, 2 * bytes));
    const changed = Array.from(clip.values.slice(0, bytes)).filter((value) => value !== 7).length;
    expect(changed).toBeGreaterThan(60);
    expect(changed).toBeLessThanOrEqual(5 * 5 * 3);
  });

  it("draws by key: shares are met, every operation comes, RandAugment shuts color jitter out", () => {
    const all = { scaleJitter: 0.5, colorJitter: 0.8, colorDrop: 0.1, randomErasing: 0.25 };
    const drawn = Array.from({ length: 400 }, (_, seed) => drawAugmentation(randomKey(seed), all));
    const share = (name: "scale" | "color" | "grey" | "erase") => drawn.filter((one) => one?.[name]).length / 400;
    expect(Math.abs(share("scale") - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(share("color") - 0.8)).toBeLessThan(0.08);
    expect(Math.abs(share("grey") - 0.1)).toBeLessThan(0.06);
    expect(Math.abs(share("erase") - 0.25)).toBeLessThan(0.09);
    for (const { scale } of drawn.flatMap((one) => one ?? []))
      for (const factor of scale ?? []) expect(factor >= 0.9 && factor < 1.33).toBe(true);
    const layered = Array.from({ length: 100 }, (_, seed) =>
      drawAugmentation(randomKey(seed), { ...all, randAugment: { layers: 2, magnitude: 15 } }),
    );
    expect(layered.every((one) => one?.operations?.length === 2 && !one.color && !one.grey)).toBe(true);
    const names = layered.flatMap((one) => (one?.operations ?? []).map(({ name }) => name));
    expect(new Set(names).size).toBe(operationNames.length);
    expect(drawAugmentation(randomKey(0), {})).toBeUndefined();
    expect(drawAugmentation(randomKey(9), all)).toEqual(drawAugmentation(randomKey(9), all));
  });
});
