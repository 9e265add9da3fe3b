import { drawMotion } from "@vivit/datasets";
import type { Preprocessing } from "@vivit/weights";
import { describe, expect, it } from "vitest";
import { framesToKeep, windowOffsets } from "./clip-windows.ts";
import { modelInput } from "./model-input.ts";

const motions: Preprocessing = { frames: 16, stride: 3, shortSide: 40, crop: 32, temporalViews: 2, spatialViews: 1 };

describe("windowOffsets", () => {
  it("takes the views of vivit predict of a short video, the one at the beginning and the one at the end", () => {
    expect(windowOffsets(50, motions)).toEqual([0, 2]);
    expect(windowOffsets(10, motions)).toEqual([0, 0]);
  });
  it("overlaps by half over a long one, and ends with it", () => {
    const offsets = windowOffsets(480, motions);
    expect(offsets).toHaveLength(19);
    expect([offsets[0], offsets[1], offsets.at(-1)]).toEqual([0, 24, 432]);
  });
  it("leaves gaps in a very long one rather than take minutes", () =>
    expect(windowOffsets(1_000_000, motions)).toHaveLength(64));
});

describe("framesToKeep", () => {
  it("is all of a short video and what the windows see of a long one", () => {
    expect([...framesToKeep(50, motions)]).toHaveLength(50);
    const kept = new Set(framesToKeep(3000, motions));
    for (const offset of windowOffsets(3000, motions)) expect(kept.has(offset + 45)).toBe(true);
    expect(kept.size).toBeLessThan(3000);
  });
});

describe("modelInput", () => {
  const clip = drawMotion({ seed: 1, split: "test", index: 5, level: "easy", size: 40 });
  const whole = { clip, total: clip.frames, numbers: [...clip.values.keys()].slice(0, clip.frames) };
  it("is the same from all frames and from the frames of its window alone", () => {
    const chosen = Array.from({ length: 16 }, (_, at) => 2 + 3 * at);
    const bytes = 40 * 40 * 3;
    const values = new Uint8Array(
      chosen.flatMap((frame) => [...clip.values.subarray(frame * bytes, (frame + 1) * bytes)]),
    );
    const part = { clip: { ...clip, frames: 16, values }, total: clip.frames, numbers: chosen };
    expect(modelInput(part, 2, motions)).toEqual(modelInput(whole, 2, motions));
  });
  it("is in the range that the model wants", () => {
    const { values, shape } = modelInput(whole, 0, { ...motions, range: [0, 1] });
    expect(shape).toEqual([1, 16, 32, 32, 3]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(values[0]).toBeCloseTo((modelInput(whole, 0, motions).values[0]! + 1) / 2, 6);
  });
});
