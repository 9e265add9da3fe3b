import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { linear } from "./linear.ts";

const x = seededTensor<tf.Rank.R3>([2, 3, 4], 1);
const kernel = seededTensor<tf.Rank.R2>([4, 5], 2);
const bias = seededTensor<tf.Rank.R1>([5], 3);

describe("linear", () => {
  it("equals an einsum", () => {
    expect(linear(x, { kernel, bias })).toBeAllClose(tf.add(tf.einsum("btd,de->bte", x, kernel), bias));
  });
  it("refuses another width", () => {
    expect(() => linear(tf.zeros([2, 3]), { kernel, bias })).toThrow("linear: x: expected [..., inputs=4], got [2, 3]");
  });
  it("keeps only its result", () => expect(() => linear(x, { kernel, bias })).toKeepTensors(1));
  it("has the gradient of its kernel", () => {
    const loss = (at: tf.Tensor) => tf.sum(tf.square(linear(x, { kernel: at as tf.Tensor2D, bias })));
    expect(tf.grad(loss)(kernel)).toBeAllClose(finiteDifference(loss, kernel), { atol: 2e-2, rtol: 2e-2 }); // float32 differences
  });
});
