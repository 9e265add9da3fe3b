import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleFramesUniformly, uniformFrames } from "./sample-frames-uniformly.ts";

describe("uniformFrames", () => {
  // Values of the reference's own function.
  it.each([
    [32, 8, [4, 7, 11, 14, 18, 21, 25, 28]],
    [32, 4, [6, 13, 19, 26]],
    [10, 3, [2, 5, 8]],
    [7, 3, [2, 4, 5]],
    [4, 8, [0, 1, 2, 3]],
  ])("of %d keeps %d", (frames, count, expected) => expect(uniformFrames(frames, count)).toEqual(expected));
  it("stays inside the clip, in order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 64 }), (frames, count) => {
        const chosen = uniformFrames(frames, count);
        expect(chosen).toHaveLength(Math.min(frames, count));
        expect(
          chosen.every((frame, at) => frame >= 0 && frame < frames && (at === 0 || frame >= chosen[at - 1]!)),
        ).toBe(true);
      }),
    );
  });
  it("refuses to keep none", () => {
    expect(() => uniformFrames(8, 0)).toThrow(
      "uniformFrames: expected a whole number of frames to keep, 1 or more, got 0",
    );
  });
});

describe("sampleFramesUniformly", () => {
  const video = tf.reshape(tf.range(0, 20), [2, 10, 1, 1, 1]) as tf.Tensor5D;
  it("keeps the chosen frames of every clip", () => {
    expect(sampleFramesUniformly(video, 3)).toBeAllClose(tf.tensor([2, 5, 8, 12, 15, 18], [2, 3, 1, 1, 1]));
  });
  it("keeps only its result", () => expect(() => sampleFramesUniformly(video, 3)).toKeepTensors(1));
  it("passes its gradient to the chosen frames alone", () => {
    const gradient = tf.grad((at: tf.Tensor) => tf.sum(sampleFramesUniformly(at as tf.Tensor5D, 3)))(video);
    expect(tf.sum(gradient)).toBeAllClose([6]);
  });
});
