import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { oneHot } from "./one-hot.ts";

describe("oneHot", () => {
  it("equals the identity's rows", () => {
    const labels = tf.tensor1d([2, 0, 3], "int32");
    expect(oneHot(labels, 4)).toBeAllClose(tf.gather(tf.eye(4), labels));
  });
  it("gives zeros for a label that is no class", () => {
    expect(oneHot(tf.tensor1d([-1, 3], "int32"), 3)).toBeAllClose(tf.zeros([2, 3]));
  });
  it("refuses labels of another rank", () => {
    expect(() => oneHot(tf.zeros([2, 1], "int32") as never, 3)).toThrow("oneHot: labels: expected [batch], got [2, 1]");
  });
  it("keeps only its result", () => {
    const labels = tf.tensor1d([1], "int32");
    expect(() => oneHot(labels, 3)).toKeepTensors(1);
  });
});
