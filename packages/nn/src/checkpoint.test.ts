import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { checkpoint } from "./checkpoint.ts";
import { linear } from "./linear.ts";

type Layer = { kernel: tf.Tensor2D; bias: tf.Tensor1D };
const layers: Layer[] = [0, 1, 2].map((index) => ({
  kernel: seededTensor([3, 3], 10 + index) as tf.Tensor2D,
  bias: seededTensor([3], 20 + index) as tf.Tensor1D,
}));
const x = seededTensor([2, 4, 3], 1) as tf.Tensor3D;
const block = (tokens: tf.Tensor3D, layer: Layer) => tf.tanh(tf.add(tokens, linear(tokens, layer))) as tf.Tensor3D;
const plainly = (tokens: tf.Tensor3D, layer: Layer) => block(tokens, layer);
const again = (tokens: tf.Tensor3D, layer: Layer) => checkpoint(block, tokens, layer);

function gradients(apply: typeof plainly) {
  const all = [x, ...layers.flatMap(({ kernel, bias }) => [kernel, bias])];
  const loss = (first: tf.Tensor, ...rest: tf.Tensor[]) => {
    const at = layers.map((_, index) => ({ kernel: rest[2 * index], bias: rest[2 * index + 1] }) as Layer);
    return tf.sum(tf.square(at.reduce((tokens, layer) => apply(tokens, layer), first as tf.Tensor3D))) as tf.Scalar;
  };
  return tf.valueAndGrads(loss)(all);
}

describe("checkpoint", () => {
  it("has the value and every gradient of the plain function, one inside a sum of others", () => {
    const [plain, checked] = [gradients(plainly), gradients(again)];
    expect(checked.value).toBeAllClose(plain.value);
    for (const [index, gradient] of plain.grads.entries()) expect(checked.grads[index]!).toBeAllClose(gradient);
  });

  it("gives zeros for a parameter that the function does not read", () => {
    const [used, unused] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([4])];
    const { grads } = tf.valueAndGrads((x, used, unused) =>
      tf.sum(checkpoint((x, at: { used: tf.Tensor; unused: tf.Tensor }) => tf.mul(x, at.used), x, { used, unused })),
    )([x, used, unused]);
    expect(grads[2]!).toBeAllClose(tf.zeros([1]));
    expect(grads[1]!).toBeAllClose(tf.sum(x, [0, 1]));
  });

  it("keeps only its result, forward and backward", () => {
    expect(() => checkpoint(block, x, layers[0]!)).toKeepTensors(1);
    expect(() => gradients(again).grads).toKeepTensors(8);
  });

  it("keeps nothing of the function for the backward pass but its inputs", () => {
    const counts: Record<string, number> = {};
    const measure = (name: string, apply: typeof plainly) =>
      tf.grad((tokens: tf.Tensor) => {
        const begin = tf.memory().numTensors;
        const y = layers.reduce((at, layer) => apply(at, layer), tokens as tf.Tensor3D);
        counts[name] = tf.memory().numTensors - begin;
        return tf.sum(y);
      })(x);
    tf.tidy(() => void [measure("plain", plainly), measure("checkpoint", again)]);
    expect(counts.checkpoint).toBeLessThanOrEqual(4 * layers.length); // its inputs and its result
    expect(counts.plain).toBeGreaterThan(counts.checkpoint!);
  });
});
