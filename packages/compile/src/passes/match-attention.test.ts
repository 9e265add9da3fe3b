import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { matchAttention } from "./match-attention.ts";
import { optimizeGraph } from "./optimize-graph.ts";

const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
const inputs = { q: tensor(2, 5, 12), k: tensor(2, 7, 12), v: tensor(2, 7, 12), bias: tensor(3, 1, 7) };
type Inputs = Record<keyof typeof inputs, tf.Tensor>;

const split = (x: tf.Tensor, order = [0, 2, 1, 3]) => tf.transpose(tf.reshape(x, [2, -1, 3, 4]), order);
const join = (x: tf.Tensor) => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [2, 5, 12]);

describe("matchAttention", () => {
  const plain = ({ q, k, v }: Inputs) =>
    join(tf.matMul(tf.softmax(tf.div(tf.matMul(split(q), split(k), false, true), 2)), split(v)));

  it("finds attention written with plain operations", async () => {
    const before = trace(plain, inputs);
    const after = optimizeGraph(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input q: float32 [2, 5, 12]
      input k: float32 [2, 7, 12]
      input v: float32 [2, 7, 12]
      constant %constant_0: int64 [4] = 32 bytes
      constant %constant_1: int64 [4] = 32 bytes
      constant %constant_2: float32 [] = 2
      constant %constant_3: int64 [3] = 24 bytes
      %Reshape_0: float32 [2, 5, 3, 4] = Reshape(q, %constant_0, allowzero=1)
      %Transpose_1: float32 [2, 3, 5, 4] = Transpose(%Reshape_0, perm=[0,2,1,3])
      %Reshape_2: float32 [2, 7, 3, 4] = Reshape(k, %constant_1, allowzero=1)
      %Transpose_3: float32 [2, 3, 7, 4] = Transpose(%Reshape_2, perm=[0,2,1,3])
      %FusedMatMul_4: float32 [2, 3, 5, 7] = FusedMatMul(%Transpose_1, %Transpose_3, transA=0, transB=1, alpha=1)
      %Div_5: float32 [2, 3, 5, 7] = Div(%FusedMatMul_4, %constant_2)
      %Softmax_6: float32 [2, 3, 5, 7] = Softmax(%Div_5, axis=3)
      %Reshape_7: float32 [2, 7, 3, 4] = Reshape(v, %constant_1, allowzero=1)
      %Transpose_8: float32 [2, 3, 7, 4] = Transpose(%Reshape_7, perm=[0,2,1,3])
      %FusedMatMul_9: float32 [2, 3, 5, 4] = FusedMatMul(%Softmax_6, %Transpose_8, transA=0, transB=0, alpha=1)
      %Transpose_10: float32 [2, 5, 3, 4] = Transpose(%FusedMatMul_9, perm=[0,2,1,3])
      output: float32 [2, 5, 12] = Reshape(%Transpose_10, %constant_3, allowzero=1)
      output output: float32 [2, 5, 12]"
    `);
    expect(printGraph(matchAttention(before))).toMatchInlineSnapshot(`
      "input q: float32 [2, 5, 12]
      input k: float32 [2, 7, 12]
      input v: float32 [2, 7, 12]
      constant %constant_0: int64 [4] = 32 bytes
      constant %constant_1: int64 [4] = 32 bytes
      constant %constant_3: int64 [3] = 24 bytes
      constant %constant_4: int64 [3] = 24 bytes
      %Reshape_0: float32 [2, 5, 3, 4] = Reshape(q, %constant_0, allowzero=1)
      %Transpose_1: float32 [2, 3, 5, 4] = Transpose(%Reshape_0, perm=[0,2,1,3])
      %Reshape_2: float32 [2, 7, 3, 4] = Reshape(k, %constant_1, allowzero=1)
      %Transpose_3: float32 [2, 3, 7, 4] = Transpose(%Reshape_2, perm=[0,2,1,3])
      %Reshape_7: float32 [2, 7, 3, 4] = Reshape(v, %constant_1, allowzero=1)
      %Transpose_8: float32 [2, 3, 7, 4] = Transpose(%Reshape_7, perm=[0,2,1,3])
      %Transpose_9: float32 [2, 5, 3, 4] = Transpose(%Transpose_1, perm=[0,2,1,3])
      %Reshape_10: float32 [2, 5, 12] = Reshape(%Transpose_9, %constant_3, allowzero=1)
      %Transpose_11: float32 [2, 7, 3, 4] = Transpose(%Transpose_3, perm=[0,2,1,3])
      %Reshape_12: float32 [2, 7, 12] = Reshape(%Transpose_11, %constant_4, allowzero=1)
      %Transpose_13: float32 [2, 7, 3, 4] = Transpose(%Transpose_8, perm=[0,2,1,3])
      %Reshape_14: float32 [2, 7, 12] = Reshape(%Transpose_13, %constant_4, allowzero=1)
      %MultiHeadAttention_15: float32 [2, 5, 12] = MultiHeadAttention(%Reshape_10, %Reshape_12, %Reshape_14, num_heads=3, scale=0.5)
      %Reshape_16: float32 [2, 5, 3, 4] = Reshape(%MultiHeadAttention_15, %constant_0, allowzero=1)
      %Transpose_17: float32 [2, 3, 5, 4] = Transpose(%Reshape_16, perm=[0,2,1,3])
      %Transpose_18: float32 [2, 5, 3, 4] = Transpose(%Transpose_17, perm=[0,2,1,3])
      output: float32 [2, 5, 12] = Reshape(%Transpose_18, %constant_3, allowzero=1)
      output output: float32 [2, 5, 12]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input q: float32 [2, 5, 12]
      input k: float32 [2, 7, 12]
      input v: float32 [2, 7, 12]
      output: float32 [2, 5, 12] = MultiHeadAttention(q, k, v, num_heads=3, scale=0.5)
      output output: float32 [2, 5, 12]"
    `);
    await expectSameResults(before, after);
  });

  it.each<[string, (inputs: Inputs) => tf.Tensor]>([
    [
      "with a bias",
      ({ q, k, v, bias }) =>
        join(tf.matMul(tf.softmax(tf.add(tf.mul(tf.matMul(split(q), split(k), false, true), 0.3), bias)), split(v))),
    ],
    [
      "with one bias for all keys",
      ({ q, k, v, bias }) => {
        const column = tf.slice(bias, [0, 0, 0], [1, 1, 1]);
        return join(tf.matMul(tf.softmax(tf.add(tf.matMul(split(q), split(k), false, true), column)), split(v)));
      },
    ],
    [
      "with keys turned before",
      ({ q, k, v }) => join(tf.matMul(tf.softmax(tf.mul(tf.matMul(split(q), split(k, [0, 2, 3, 1])), 0.3)), split(v))),
    ],
    [
      "with scaled queries",
      ({ q, k, v }) => join(tf.matMul(tf.softmax(tf.matMul(tf.mul(split(q), 0.5), split(k), false, true)), split(v))),
    ],
    ["of one head", ({ q, k, v }) => tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), 0.3)), v)],
    [
      "of one head with a bias",
      ({ q, k, v, bias }) =>
        tf.matMul(tf.softmax(tf.add(tf.slice(bias, [0, 0, 0], [1, 1, 7]), tf.matMul(q, k, false, true))), v),
    ],
  ])("finds it %s", async (_, fn) => {
    const before = trace(fn, inputs);
    const after = optimizeGraph(before);
    expect(after.nodes.map(({ operator }) => operator)).toContain("MultiHeadAttention");
    expect(after.nodes.map(({ operator }) => operator)).not.toContain("Softmax");
    await expectSameResults(before, after);
  });

  it.each<[string, (inputs: Inputs) => tf.Tensor | tf.Tensor[]]>([
    [
      "that returns its probabilities",
      ({ q, k, v }) => {
        const probabilities = tf.softmax(tf.matMul(q, k, false, true));
        return [tf.matMul(probabilities, v), probabilities];
      },
    ],
    ["with a gradient, which reads the probabilities", (all) => tf.grad((q) => plain({ ...all, q }))(all.q)],
    [
      "of a single pair of matrices",
      ({ q, k, v }) => {
        const first = (x: tf.Tensor) => tf.reshape(tf.slice(x, [0, 0, 0], [1, -1, -1]), [-1, 12]);
        return tf.matMul(tf.softmax(tf.matMul(first(q), first(k), false, true)), first(v));
      },
    ],
  ])("leaves alone one %s", (_, fn) => {
    const before = trace(fn, inputs);
    expect(matchAttention(before)).toBe(before);
  });
});
