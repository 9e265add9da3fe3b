import * as tf from "@tensorflow/tfjs-core";
import { type Tree, treeLeaves } from "@vivit/nn";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { globalNorm } from "./global-norm.ts";
import { treeValueAndGradient } from "./tree-value-and-gradient.ts";

describe("treeValueAndGradient", () => {
  const params = {
    blocks: [{ kernel: seededTensor<tf.Rank.R2>([2, 3], 1) }, { kernel: seededTensor<tf.Rank.R2>([3, 2], 2) }],
    unused: { bias: seededTensor<tf.Rank.R1>([4], 3) },
  };
  const compute = ({ blocks }: typeof params) =>
    tf.sum(tf.square(tf.matMul(blocks[0]!.kernel, tf.tanh(blocks[1]!.kernel)))) as tf.Scalar;

  it("equals finite differences at every leaf, zeros where a leaf is not used", () => {
    const { value, gradients } = treeValueAndGradient(compute, params);
    expect(value).toBeAllClose(compute(params));
    const [first, second] = params.blocks as [(typeof params.blocks)[0], (typeof params.blocks)[0]];
    const alongFirst = (kernel: tf.Tensor) =>
      compute({ ...params, blocks: [{ kernel: kernel as tf.Tensor2D }, second] });
    const alongSecond = (kernel: tf.Tensor) =>
      compute({ ...params, blocks: [first, { kernel: kernel as tf.Tensor2D }] });
    const loose = { atol: 5e-3, rtol: 5e-3 }; // float32 differences of a square
    expect(gradients.blocks[0]!.kernel).toBeAllClose(finiteDifference(alongFirst, first.kernel), loose);
    expect(gradients.blocks[1]!.kernel).toBeAllClose(finiteDifference(alongSecond, second.kernel), loose);
    expect(gradients.unused.bias).toBeAllClose(tf.zeros([4]));
  });
  it("gives zeros everywhere for a constant", () => {
    const { gradients } = treeValueAndGradient(() => tf.scalar(3), { bias: tf.ones([2]) });
    expect(gradients.bias).toBeAllClose(tf.zeros([2]));
  });
  it("refuses a value that is no scalar", () => {
    expect(() => treeValueAndGradient(({ bias }) => tf.square(bias) as never, { bias: tf.ones([2]) })).toThrow(
      "treeValueAndGradient: expected a scalar, got [2]",
    );
  });
  it("keeps only the value and the gradients", () => {
    expect(() => treeValueAndGradient(compute, params)).toKeepTensors(1 + treeLeaves(params as Tree<tf.Tensor>).length);
  });
});

describe("clipByGlobalNorm", () => {
  const gradients = { kernel: tf.tensor1d([3, 0]), bias: tf.tensor1d([4]) };

  it("shortens to the limit: g · limit / norm", () => {
    const { gradients: clipped, norm } = clipByGlobalNorm(gradients, 2);
    expect(norm).toBeAllClose([5]);
    expect(clipped.kernel).toBeAllClose([1.2, 0]);
    expect(globalNorm(clipped)).toBeAllClose([2]);
  });
  it.each([5, 6])("leaves gradients of norm 5 as they are, bit for bit: limit %f", (limit) => {
    const { gradients: clipped } = clipByGlobalNorm(gradients, limit);
    expect([...clipped.kernel.dataSync(), ...clipped.bias.dataSync()]).toEqual([3, 0, 4]);
  });
  it("leaves zeros zero and spreads NaN", () => {
    expect(clipByGlobalNorm({ a: tf.zeros([2]) }, 1).gradients.a).toBeAllClose([0, 0]);
    const spread = clipByGlobalNorm({ a: tf.tensor1d([Number.NaN]), b: tf.ones([1]) }, 1).gradients.b;
    expect([...spread.dataSync()]).toEqual([Number.NaN]);
  });
  it("keeps only the gradients and the norm", () => {
    expect(() => clipByGlobalNorm(gradients, 1)).toKeepTensors(3);
    expect(() => globalNorm(gradients)).toKeepTensors(1);
  });
});
