import { randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { clipOf, frameBytes } from "../clip.ts";
import { makeView } from "../clip-view.ts";
import { cropClip } from "../crop-clip.ts";
import { noiseClip } from "../fixtures/noise-clip.ts";
import { resizeClip } from "../resize-clip.ts";
import { applyAugmentation } from "./apply-augmentation.ts";
import { drawAugmentation } from "./draw-augmentation.ts";
import { operationNames } from "./rand-augment.ts";

const [frames, height, width] = [3, 10, 12];
const noise = (seed: number) => noiseClip(seed, { frames, height, width });

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
