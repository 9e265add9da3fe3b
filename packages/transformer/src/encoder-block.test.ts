import * as tf from "@tensorflow/tfjs-core";
import { initializeTree, type LinearParams, mapTree, randomKey, toTensor } from "@vivit/nn";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { type EncoderBlockParams, encoderBlock, encoderBlockSpecs } from "./encoder-block.ts";
import type { EncoderBlockMasks } from "./masks.ts";

const [dim, heads, mlpDim] = [4, 2, 6];
const x = seededTensor<tf.Rank.R3>([2, 3, dim], 1);
const values = initializeTree(encoderBlockSpecs(dim, mlpDim), randomKey(1));
const params = mapTree(values, (value) => toTensor(value)) as unknown as EncoderBlockParams;

/** The block from einsum, softmax and moments: shares no code with ours. */
function independent(masks: EncoderBlockMasks = {}): tf.Tensor {
  const drop = (at: tf.Tensor, site: keyof EncoderBlockMasks) => tf.mul(at, masks[site] ?? 1);
  const norm = (at: tf.Tensor) => {
    const { mean, variance } = tf.moments(at, -1, true);
    return tf.div(tf.sub(at, mean), tf.sqrt(tf.add(variance, 1e-6))); // scale 1 and bias 0 at first
  };
  const dense = (at: tf.Tensor, { kernel, bias }: LinearParams) => tf.add(tf.einsum("btd,de->bte", at, kernel), bias);
  const split = (at: tf.Tensor) => tf.reshape(at, [2, 3, heads, dim / heads]);
  const { query, key, value, out } = params.attention;
  const normed = norm(x);
  const scores = tf.einsum("bqhd,bkhd->bhqk", split(dense(normed, query)), split(dense(normed, key)));
  const weights = drop(tf.softmax(tf.div(scores, Math.sqrt(dim / heads))), "attentionWeights");
  const mixed = tf.reshape(tf.einsum("bhqk,bkhd->bqhd", weights, split(dense(normed, value))), [2, 3, dim]);
  const attended = tf.add(x, drop(drop(dense(mixed, out), "attentionOutput"), "attentionBranch"));
  const hidden = dense(norm(attended), params.mlp.hidden);
  const cube = tf.add(hidden, tf.mul(0.044715, tf.pow(hidden, 3)));
  const active = tf.mul(tf.mul(0.5, hidden), tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), cube))));
  const narrowed = drop(dense(drop(active, "mlpHidden"), params.mlp.out), "mlpOutput");
  return tf.add(attended, drop(narrowed, "mlpBranch"));
}

/** What dropout and drop-path multiply, by site. Source: Scenic `EncoderBlock`, `MlpBlock`. */
const shapes = {
  attentionWeights: [2, heads, 3, 3],
  attentionOutput: [2, 3, dim],
  attentionBranch: [2, 1, 1],
  mlpHidden: [2, 3, mlpDim],
  mlpOutput: [2, 3, dim],
  mlpBranch: [2, 1, 1],
} as const;

function hashedZeroOrTwo(shape: readonly number[]): number[] {
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, index) => (((index + 1) * 7919) % 5 < 3 ? 2 : 0));
}

describe("encoderBlock", () => {
  it("equals the block written with einsum", () => expect(encoderBlock(x, params, heads)).toBeAllClose(independent()));
  it("is the identity where both branches are dropped", () => {
    const dropped = tf.zeros([2, 1, 1]);
    expect(encoderBlock(x, params, heads, { attentionBranch: dropped, mlpBranch: dropped })).toBeAllClose(x);
  });
  it("drops a branch for one example alone", () => {
    const masks = { attentionBranch: tf.tensor3d([0, 1], [2, 1, 1]), mlpBranch: tf.tensor3d([0, 1], [2, 1, 1]) };
    const [first, second] = tf.unstack(encoderBlock(x, params, heads, masks));
    expect(first!).toBeAllClose(tf.unstack(x)[0]!);
    expect(second!).toBeAllClose(tf.unstack(encoderBlock(x, params, heads))[1]!);
  });
  it("gives with masks of ones what it gives without", () => {
    const masks = {
      attentionWeights: tf.ones([2, heads, 3, 3]),
      attentionOutput: tf.ones([2, 3, dim]),
      mlpHidden: tf.ones([2, 3, mlpDim]),
      mlpOutput: tf.ones([2, 3, dim]),
    };
    expect(encoderBlock(x, params, heads, masks)).toBeAllClose(encoderBlock(x, params, heads));
  });
  it.each(Object.keys(shapes) as (keyof typeof shapes)[])("multiplies by its mask at %s", (site) => {
    const masks = { [site]: tf.tensor(hashedZeroOrTwo(shapes[site]), [...shapes[site]]) };
    expect(encoderBlock(x, params, heads, masks)).toBeAllClose(independent(masks));
    expect(tf.max(tf.abs(tf.sub(independent(masks), independent()))).dataSync()[0]).toBeGreaterThan(1e-3);
  });
  it("refuses heads that do not divide the width", () => {
    expect(() => encoderBlock(x, params, 3)).toThrow("attention: dim 4 is not a multiple of heads 3");
  });
  it("keeps only its result", () => expect(() => encoderBlock(x, params, heads)).toKeepTensors(1));
  it("has the gradient of its input", () => {
    const weight = seededTensor([2, 3, dim], 2);
    const loss = (at: tf.Tensor) => tf.sum(tf.mul(encoderBlock(at as tf.Tensor3D, params, heads), weight));
    expect(tf.grad(loss)(x)).toBeAllClose(finiteDifference(loss, x), { atol: 5e-3, rtol: 1e-2 }); // float32 differences
  });
});
