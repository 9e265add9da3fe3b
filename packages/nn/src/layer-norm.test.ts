import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { layerNorm } from "./layer-norm.ts";

const x = tf.add(tf.mul(seededTensor<tf.Rank.R3>([2, 3, 6], 1), 2), 3) as tf.Tensor3D;
const scale = seededTensor<tf.Rank.R1>([6], 2);
const bias = seededTensor<tf.Rank.R1>([6], 3);

describe("layerNorm", () => {
  it("equals the moments of TensorFlow.js", () => {
    const { mean, variance } = tf.moments(x, -1, true);
    const expected = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-6))), scale), bias);
    expect(layerNorm(x, { scale, bias })).toBeAllClose(expected);
  });
  it("refuses another width", () => {
    expect(() => layerNorm(tf.zeros([2, 5]), { scale, bias })).toThrow(
      "layerNorm: x: expected [..., dim=6], got [2, 5]",
    );
  });
  it("keeps only its result", () => expect(() => layerNorm(x, { scale, bias })).toKeepTensors(1));
  it("has the gradients of x, scale and bias", () => {
    const weight = seededTensor([2, 3, 6], 4);
    const loss = (...[at, s, b]: tf.Tensor[]) =>
      tf.sum(tf.mul(layerNorm(at!, { scale: s as tf.Tensor1D, bias: b as tf.Tensor1D }), weight)) as tf.Scalar;
    const [dx, dScale, dBias] = tf.grads(loss)([x, scale, bias]);
    const tolerance = { atol: 5e-3, rtol: 1e-2 }; // float32 differences
    expect(dx!).toBeAllClose(
      finiteDifference((at) => loss(at, scale, bias), x),
      tolerance,
    );
    expect(dScale!).toBeAllClose(
      finiteDifference((at) => loss(x, at, bias), scale),
      tolerance,
    );
    expect(dBias!).toBeAllClose(
      finiteDifference((at) => loss(x, scale, at), bias),
      tolerance,
    );
  });
});
