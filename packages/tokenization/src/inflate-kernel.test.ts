import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateKernel, inflationWeights } from "./inflate-kernel.ts";

const image = hostTensor(new Float32Array([1, 2, 3, 4, 5, 6]), [1, 1, 3, 2]);

describe("inflationWeights", () => {
  it.each([
    ["central-frame", 2, [0, 1]],
    ["central-frame", 5, [0, 0, 1, 0, 0]],
    ["filter-inflation", 4, [0.25, 0.25, 0.25, 0.25]],
    ["approximate-rank-pooling", 2, [-0.25, 0.25]],
    ["approximate-rank-pooling", 4, [-0.60416666, 0.14583333, 0.27083333, 0.1875]], // of the reference
  ] as const)("%s over %d frames", (method, frames, expected) => {
    expect(tf.tensor1d(inflationWeights(method, frames))).toBeAllClose([...expected]);
  });
  it("pools ranks by sums over pairs: each later frame counts for, each earlier against", () => {
    // The definition before it is simplified: Σ_{t ≥ i} (2t − T − 1) / t.
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), (frames) => {
        const weights = inflationWeights("approximate-rank-pooling", frames);
        for (let i = 1; i <= frames; i++) {
          let sum = 0;
          for (let t = i; t <= frames; t++) sum += (2 * t - frames - 1) / t;
          expect(weights[i - 1]! * frames).toBeCloseTo(sum, 9);
        }
      }),
    );
  });
  it("refuses what it cannot weigh", () => {
    expect(() => inflationWeights("central-frame", 0)).toThrow(
      "inflationWeights: expected a whole number of frames, 1 or more, got 0",
    );
    expect(() => inflationWeights("approximate-rank-pooling", 1)).toThrow(
      "inflationWeights: expected 2 frames or more for approximate rank pooling, got 1; use central-frame, which keeps the image kernel",
    );
  });
});

describe("inflateKernel", () => {
  it("puts the image kernel at the central frame of time, the first axis", () => {
    const { shape, values } = inflateKernel(image, 2, "central-frame");
    expect(shape).toEqual([2, 1, 1, 3, 2]);
    expect([...values]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
  });
  it("answers to a still clip as the image model does, by filter inflation", () => {
    const { values } = inflateKernel(image, 3, "filter-inflation");
    const summed = Array.from({ length: 6 }, (_, index) => values[index]! + values[6 + index]! + values[12 + index]!);
    expect(tf.tensor1d(summed)).toBeAllClose([1, 2, 3, 4, 5, 6]);
  });
  it("refuses a kernel that has frames already", () => {
    expect(() => inflateKernel(hostTensor(new Float32Array(6), [1, 1, 1, 3, 2]), 2, "central-frame")).toThrow(
      "inflateKernel: image: expected [height, width, channels, dim], got [1, 1, 1, 3, 2]",
    );
  });
});
