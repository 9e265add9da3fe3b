import * as tf from "@tensorflow/tfjs-core";
import {
  attention,
  fromTensor,
  gelu,
  type HostTensor,
  layerNorm,
  linear,
  mapTree,
  toTensor,
  treeLeaves,
} from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

type Block = {
  norm: { scale: tf.Tensor1D; bias: tf.Tensor1D };
  query: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
  key: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
  value: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
  wide: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
  narrow: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
};

function apply(x: tf.Tensor3D, p: Block): tf.Tensor3D {
  const h = layerNorm(x, p.norm);
  const mixed = tf.add(x, attention(linear(h, p.query), linear(h, p.key), linear(h, p.value), 2)) as tf.Tensor3D;
  return tf.add(mixed, linear(gelu(linear(layerNorm(mixed, p.norm), p.wide)), p.narrow)) as tf.Tensor3D;
}

function gradients({ x, params }: { x: tf.Tensor3D; params: Block }) {
  const leaves = treeLeaves(params as never) as [string, tf.Tensor][];
  const loss = (...values: tf.Tensor[]) => {
    const at = new Map(leaves.map(([path], index) => [path, values[index]!]));
    return tf.mean(tf.square(apply(x, mapTree(params, (_, path) => at.get(path)!) as Block))) as tf.Scalar;
  };
  const { value, grads } = tf.valueAndGrads(loss)(leaves.map(([, leaf]) => leaf));
  const at = new Map(leaves.map(([path], index) => [path, grads[index]!]));
  return { loss: value, gradients: mapTree(params, (_, path) => at.get(path)!) };
}

async function example(dim: number, mlpDim: number) {
  let seed = 0;
  const random = async (...shape: number[]) => fromTensor(tf.mul(seededTensor(shape as [number], seed++), 0.3));
  const affine = async (inputs: number, outputs: number) => ({
    kernel: await random(inputs, outputs),
    bias: await random(outputs),
  });
  return {
    x: await random(2, 7, dim),
    params: {
      norm: { scale: await random(dim), bias: await random(dim) },
      query: await affine(dim, dim),
      key: await affine(dim, dim),
      value: await affine(dim, dim),
      wide: await affine(dim, mlpDim),
      narrow: await affine(mlpDim, dim),
    },
  };
}

describe("a compiled transformer block", () => {
  it("has the loss and the gradients that TensorFlow.js computes", async () => {
    const inputs = await example(8, 16);
    const program = await compile(gradients, inputs);
    const got = await program.run(inputs);
    const expected = gradients(mapTree(inputs, (leaf) => toTensor(leaf as HostTensor)) as never);
    expect(toTensor(got.loss)).toBeAllClose(expected.loss);
    const want = new Map(treeLeaves(expected.gradients as never) as [string, tf.Tensor][]);
    for (const [path, gradient] of treeLeaves(got.gradients as never) as [string, HostTensor][])
      expect(toTensor(gradient), path).toBeAllClose(want.get(path)!, { atol: 1e-6, rtol: 1e-4 });
    await program.dispose();
  });
});
