import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { optimizeGraph } from "./optimize-graph.ts";

const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
const inputs = {
  x: tensor(2, 5, 12),
  qkv: tensor(12, 36),
  out: tensor(12, 12),
  scale: tensor(12),
  bias: tensor(12),
  wide: tensor(12, 24),
  narrow: tensor(24, 12),
};
type Inputs = Record<keyof typeof inputs, tf.Tensor>;

/** A transformer block as somebody else would write it. */
function block({ x, qkv, out, scale, bias, wide, narrow }: Inputs): tf.Tensor {
  const norm = (x: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), scale), bias);
  };
  const dense = (x: tf.Tensor, w: tf.Tensor) => tf.reshape(tf.matMul(tf.reshape(x, [10, -1]), w), [2, 5, -1]);
  const heads = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [2, 5, 3, 4]), [0, 2, 1, 3]);
  const gelu = (x: tf.Tensor) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.div(x, Math.sqrt(2)))));
  const [q, k, v] = tf.split(dense(norm(x), qkv), 3, -1).map(heads) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const attended = tf.matMul(tf.softmax(tf.div(tf.matMul(q, k, false, true), Math.sqrt(4))), v);
  const mixed = tf.add(x, dense(tf.reshape(tf.transpose(attended, [0, 2, 1, 3]), [2, 5, 12]), out));
  return tf.add(mixed, dense(gelu(dense(norm(mixed), wide)), narrow));
}

const operators = ({ nodes }: Graph) => nodes.map(({ operator }) => operator);

describe("optimizeGraph", () => {
  it("fuses a block written with plain operations", async () => {
    const before = trace(block, inputs);
    const after = optimizeGraph(before);
    expect(operators(after).filter((name) => !["Reshape", "Split"].includes(name))).toEqual([
      "LayerNormalization",
      "MatMul",
      "MultiHeadAttention",
      "MatMul",
      "Add",
      "LayerNormalization",
      "MatMul",
      "Gelu",
      "MatMul",
      "Add",
    ]);
    await expectSameResults(before, after, 1e-4); // deviations and products of random numbers of size 1
  });

  it("keeps what a gradient computes", async () => {
    const before = trace(
      (all: Inputs) =>
        tf.grads((x, wide, scale) => block({ ...all, x: x!, wide: wide!, scale: scale! }))([
          all.x,
          all.wide,
          all.scale,
        ]),
      inputs,
    );
    const after = optimizeGraph(before);
    expect(after.nodes.length).toBeLessThan(before.nodes.length);
    await expectSameResults(before, after, 1e-4);
  });

  it("gives the same bytes at every run, also from its own result", () => {
    const bytes = () => encodeModel(optimizeGraph(trace(block, inputs)));
    expect(bytes()).toEqual(bytes());
    const once = optimizeGraph(trace(block, inputs));
    expect(operators(optimizeGraph(once))).toEqual(operators(once));
  });
});
