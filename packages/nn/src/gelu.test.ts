import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { gelu } from "./gelu.ts";

const x = tf.mul(seededTensor([2, 10], 1), 2);

describe("gelu", () => {
  it("equals jax.nn.gelu (approximate)", () => {
    const expected = [-0.003637343645095825, -0.15880796313285828, 0, 0.8411920070648193, 2.9963626861572266]; // jax 0.10.2
    expect(gelu(tf.tensor1d([-3, -1, 0, 1, 3]))).toBeAllClose(expected, { atol: 1e-6 });
  });
  it("keeps only its result", () => expect(() => gelu(x)).toKeepTensors(1));
  it("has its gradient", () => {
    const loss = (at: tf.Tensor) => tf.sum(tf.square(gelu(at)));
    expect(tf.grad(loss)(x)).toBeAllClose(finiteDifference(loss, x), { atol: 2e-2, rtol: 1e-2 }); // float32 differences
  });
});
