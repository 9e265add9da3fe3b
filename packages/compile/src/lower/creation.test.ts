import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("kernels that make constants", () => {
  it("give the values that TensorFlow.js gives", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        filled: tf.fill([2, 3], 7),
        ints: tf.fill([2], 3, "int32"),
        zeros: tf.zerosLike(n!),
        ones: tf.onesLike(x!),
        big: tf.mul(tf.ones([2, 200]), tf.sum(x!)),
        range: tf.range(2, 9, 3),
        down: tf.range(5, 0),
        intRange: tf.range(0, 4, 1, "int32"),
        line: tf.linspace(-1, 1, 5),
        eye: tf.eye(3),
        captured: tf.add(x!, tf.tensor1d([0.5, 1.5])),
        scalar: tf.scalar(4),
      }),
      { x: tf.tensor1d([1, 2]), n: tf.tensor2d([1, 2], [1, 2], "int32") },
    ));
});
