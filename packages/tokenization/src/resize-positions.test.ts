import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resizeAndTilePositions, resizePositions, tilePositions } from "./resize-positions.ts";

const dim = 3;
const positions = (tokens: number, seed = 1) =>
  hostTensor(seededTensor([tokens, dim], seed).dataSync() as Float32Array, [1, tokens, dim]);
const grid = (frames: number, height: number, width: number) => ({ frames, height, width });

describe("resizePositions", () => {
  it.each([
    [4, 4, 6, 6],
    [7, 7, 4, 4],
    [4, 4, 2, 3],
    [2, 3, 4, 4],
  ])("equals aligned bilinear resizing of an image: %d × %d to %d × %d", (height, width, toHeight, toWidth) => {
    const input = positions(height * width);
    const image = tf.reshape(toTensor(input), [height, width, dim]) as tf.Tensor3D;
    const expected = tf.image.resizeBilinear(image, [toHeight, toWidth], true);
    const ours = resizePositions(input, grid(1, height, width), grid(1, toHeight, toWidth));
    expect(toTensor(ours)).toBeAllClose(tf.reshape(expected, [1, toHeight * toWidth, dim]), { atol: 1e-5 });
  });
  it("interpolates along time with fixed end points", () => {
    const input = hostTensor(new Float32Array([0, 6, 3]), [1, 3, 1]);
    expect(toTensor(resizePositions(input, grid(3, 1, 1), grid(5, 1, 1)))).toBeAllClose(
      tf.tensor([0, 3, 6, 4.5, 3], [1, 5, 1]),
    );
  });
  it("takes the first of many for one, and one for many", () => {
    expect([...resizePositions(positions(4), grid(4, 1, 1), grid(1, 1, 1)).values]).toEqual([
      ...positions(4).values.slice(0, dim),
    ]);
    const spread = resizePositions(positions(4), grid(1, 2, 2), grid(3, 2, 2));
    expect(spread).toEqual(tilePositions(positions(4), 12));
  });
  it("keeps values where nothing changes, in memory of their own, and stays within bounds", () => {
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(size, size, size, size, size, size, (a, b, c, d, e, f) => {
        const input = positions(a * b * c);
        const same = resizePositions(input, grid(a, b, c), grid(a, b, c));
        expect(same).toEqual(input);
        expect(same.values).not.toBe(input.values);
        const { values, shape } = resizePositions(input, grid(a, b, c), grid(d, e, f));
        expect(shape).toEqual([1, d * e * f, dim]);
        const slack = 1e-5;
        expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...input.values) + slack);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...input.values) - slack);
      }),
      { numRuns: 50 },
    );
  });
  it("refuses a grid of another number of places", () => {
    expect(() => resizePositions(positions(17), grid(1, 4, 4), grid(1, 6, 6))).toThrow(
      "resizePositions: positions: expected [tokens=16, dim], got [17, 3]",
    );
  });
});

describe("tilePositions", () => {
  it("repeats the whole grid for every step", () => {
    const input = hostTensor(new Float32Array([1, 2]), [1, 2, 1]);
    expect(tilePositions(input, 6)).toEqual(hostTensor(new Float32Array([1, 2, 1, 2, 1, 2]), [1, 6, 1]));
  });
  it("refuses what is no multiple", () => {
    expect(() => tilePositions(positions(4), 6)).toThrow(
      "tilePositions: 6 tokens are not a multiple of 4 positions; resize them first (resizeAndTilePositions)",
    );
  });
});

describe("resizeAndTilePositions", () => {
  it("resizes a step and repeats it", () => {
    const step = resizePositions(positions(4), grid(1, 2, 2), grid(1, 3, 4));
    expect(resizeAndTilePositions(positions(4), grid(1, 2, 2), grid(2, 3, 4))).toEqual(tilePositions(step, 24));
  });
  it("refuses steps that are no multiple", () => {
    expect(() => resizeAndTilePositions(positions(8), grid(2, 2, 2), grid(3, 2, 2))).toThrow(
      "resizeAndTilePositions: 3 time steps are not a multiple of 2; resize time as well (resizePositions)",
    );
  });
});
