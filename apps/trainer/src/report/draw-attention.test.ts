import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { drawAttention } from "./draw-attention.ts";

/** A grey video, and shares [1, steps, 2, 2] for it. */
const grey = (frames: number, side: number) =>
  hostTensor(new Float32Array(frames * side * side * 3), [1, frames, side, side, 3]);
const shares = (...values: number[]) => hostTensor(Float32Array.from(values), [1, values.length / 4, 2, 2]);

describe("drawAttention", () => {
  it("lets glow what counts most, and dims what does not", () => {
    const { frames } = drawAttention(grey(2, 64), shares(0, 0, 0, 0, 1, 0, 0, 0));
    const pixel = (frame: number, y: number, x: number) => [
      ...frames[frame]!.rgb.subarray((y * 64 + x) * 3).subarray(0, 3),
    ];
    expect(pixel(0, 0, 0)).toEqual([45, 45, 45]); // 0.35 of 127.5
    expect(pixel(1, 63, 63)).toEqual([45, 45, 45]);
    // share 1: 0.55 of 127.5, and 0.45 of the glow [255, 140, 0]
    expect(pixel(1, 0, 0)).toEqual([185, 133, 70]);
    const across = Array.from({ length: 64 }, (_, x) => pixel(1, 0, x)[0]!);
    expect(across).toEqual([...across].sort((a, b) => b - a)); // it fades from the center of one cell to that of the next
    expect(across[32]!).toBeGreaterThan(45);
    expect(across[32]!).toBeLessThan(185);
  });
  it("enlarges small frames, and takes at most 16 of them, each with the shares of its own tubelet", () => {
    const { frames } = drawAttention(grey(32, 16), shares(...Array(15).fill([0, 0, 0, 0]).flat(), 2, 2, 2, 2));
    expect(frames.map(({ width, height, rgb }) => [width, height, rgb.length])).toEqual(
      Array(16).fill([64, 64, 64 * 64 * 3]),
    );
    expect(frames.map(({ rgb }) => rgb[0])).toEqual([...Array(15).fill(45), 185]);
  });
  it("draws a clip in which nothing counts", () => {
    const { frames } = drawAttention(grey(1, 64), shares(0, 0, 0, 0));
    expect(new Set(frames[0]!.rgb)).toEqual(new Set([45]));
  });
  it("refuses shares of another clip", () =>
    expect(() => drawAttention(grey(3, 64), shares(0, 0, 0, 0, 1, 0, 0, 0))).toThrow(
      "drawAttention: expected shares that divide [3, 64, 64], got [2, 2, 2]",
    ));
});
