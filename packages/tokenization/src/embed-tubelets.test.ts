import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { embedTubelets, tokenGrid } from "./embed-tubelets.ts";

describe("embedTubelets", () => {
  const video = seededTensor<tf.Rank.R5>([2, 4, 6, 6, 3], 7);
  const kernel = seededTensor<tf.Rank.R5>([2, 3, 3, 3, 5], 8);
  const bias = tf.tensor1d([0, 1, 2, 3, 4]);

  it("equals a 3-D convolution with stride equal to its kernel", () => {
    const convolved = tf.add(tf.conv3d(video, kernel, [2, 3, 3], "valid"), bias);
    expect(embedTubelets(video, { kernel, bias })).toBeAllClose(tf.reshape(convolved, [2, 8, 5]), { atol: 1e-4 });
  });
  it("names the axis that does not divide, and the nearest size that does", () => {
    const clip = tf.zeros<tf.Rank.R5>([1, 3, 6, 6, 3]);
    expect(() => embedTubelets(clip, { kernel, bias })).toThrow(
      "embedTubelets: clip frames 3 is not a multiple of tubelet frames 2; sample 4",
    );
    expect(() => tokenGrid({ frames: 4, height: 7, width: 6 }, { frames: 2, height: 3, width: 3 })).toThrow(
      "tokenGrid: clip height 7 is not a multiple of tubelet height 3; crop to 6",
    );
  });
  it("refuses other channels", () => {
    expect(() => embedTubelets(tf.zeros([1, 2, 3, 3, 1]), { kernel, bias })).toThrow(
      "embedTubelets: video: expected [batch, frames, height, width, channels=3], got [1, 2, 3, 3, 1]",
    );
  });
  it("keeps only its result", () => expect(() => embedTubelets(video, { kernel, bias })).toKeepTensors(1));
  it("has the gradient of its kernel", () => {
    const [small, clip] = [seededTensor<tf.Rank.R5>([2, 2, 1, 1, 2], 9), seededTensor<tf.Rank.R5>([1, 2, 4, 2, 1], 10)];
    const loss = (at: tf.Tensor) =>
      tf.sum(tf.square(embedTubelets(clip, { kernel: at as tf.Tensor5D, bias: tf.zeros([2]) })));
    expect(tf.grad(loss)(small)).toBeAllClose(finiteDifference(loss, small), { atol: 2e-2, rtol: 1e-2 }); // float32 differences
  });
});
