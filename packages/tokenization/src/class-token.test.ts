import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { classTokenSpec, prependClassToken } from "./class-token.ts";

const tokens = tf.tensor3d([1, 2, 3, 4], [2, 2, 1]);

describe("prependClassToken", () => {
  it("comes first in every clip", () => {
    expect(prependClassToken(tokens, tf.tensor3d([9], [1, 1, 1]))).toBeAllClose(
      tf.tensor3d([9, 1, 2, 9, 3, 4], [2, 3, 1]),
    );
  });
  it("refuses another width", () => {
    expect(() => prependClassToken(tokens, tf.zeros([1, 1, 2]))).toThrow(
      "prependClassToken: classToken: expected [one=1, token=1, dim=1], got [1, 1, 2]",
    );
  });
  it("keeps only its result", () => {
    const classToken = tf.zeros<tf.Rank.R3>([1, 1, 1]);
    expect(() => prependClassToken(tokens, classToken)).toKeepTensors(1);
  });
  it("sums its gradient over the batch", () => {
    const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(prependClassToken(tokens, at as tf.Tensor3D), 3)))(
      tf.zeros([1, 1, 1]),
    );
    expect(gradient).toBeAllClose([6]);
  });
  it("begins at zero", () => expect([...classTokenSpec(3).initialize([0, 0], [1, 1, 3]).values]).toEqual([0, 0, 0]));
});
