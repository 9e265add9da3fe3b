import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { matchLayerNorm } from "./match-layer-norm.ts";

const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
const inputs = { x: tensor(2, 3, 4), scale: tensor(4), bias: tensor(4) };
type Inputs = Record<keyof typeof inputs, tf.Tensor>;

describe("matchLayerNorm", () => {
  const plain = ({ x, scale, bias }: Inputs) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), scale), bias);
  };

  it("finds what is written with plain operations", async () => {
    const before = trace(plain, inputs);
    const after = matchLayerNorm(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3, 4]
      input scale: float32 [4]
      input bias: float32 [4]
      constant %constant_0: int64 [1] = 2
      constant %constant_1: float32 [] = 0.000009999999747378752
      %ReduceMean_0: float32 [2, 3, 1] = ReduceMean(x, %constant_0, keepdims=1)
      %Sub_1: float32 [2, 3, 4] = Sub(x, %ReduceMean_0)
      %Mul_2: float32 [2, 3, 4] = Mul(%Sub_1, %Sub_1)
      %ReduceMean_3: float32 [2, 3, 1] = ReduceMean(%Mul_2, %constant_0, keepdims=1)
      %Add_4: float32 [2, 3, 1] = Add(%ReduceMean_3, %constant_1)
      %Sqrt_5: float32 [2, 3, 1] = Sqrt(%Add_4)
      %Div_6: float32 [2, 3, 4] = Div(%Sub_1, %Sqrt_5)
      %Mul_7: float32 [2, 3, 4] = Mul(%Div_6, scale)
      output: float32 [2, 3, 4] = Add(%Mul_7, bias)
      output output: float32 [2, 3, 4]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3, 4]
      input scale: float32 [4]
      input bias: float32 [4]
      output: float32 [2, 3, 4] = LayerNormalization(x, scale, bias, axis=-1, epsilon=0.000009999999747378752)
      output output: float32 [2, 3, 4]"
    `);
    await expectSameResults(before, after);
  });

  const centered = (x: tf.Tensor) => tf.sub(x, tf.mean(x, -1, true));
  const sum = (x: tf.Tensor) => tf.add(0.001, tf.mean(tf.square(centered(x)), -1, true));
  it.each<[string, (inputs: Inputs) => tf.Tensor]>([
    [
      "with a reciprocal root",
      ({ x, scale, bias }) => tf.add(bias, tf.mul(scale, tf.mul(tf.rsqrt(sum(x)), centered(x)))),
    ],
    ["with a power", ({ x, scale, bias }) => tf.add(tf.mul(tf.mul(centered(x), tf.pow(sum(x), -0.5)), scale), bias)],
    [
      "with the scale divided first",
      ({ x, scale, bias }) => tf.add(tf.mul(centered(x), tf.div(scale, tf.sqrt(sum(x)))), bias),
    ],
    ["with the scale multiplied first", ({ x, scale }) => tf.mul(tf.mul(tf.rsqrt(sum(x)), scale), centered(x))],
    ["without scale and bias", ({ x }) => tf.div(centered(x), tf.sqrt(sum(x)))],
    ["without a scale", ({ x, bias }) => tf.add(tf.div(centered(x), tf.sqrt(sum(x))), bias)],
  ])("finds it %s", async (_, fn) => {
    const before = trace(fn, inputs);
    const after = matchLayerNorm(before);
    expect(after.nodes.map(({ operator }) => operator)).toEqual(["LayerNormalization"]);
    await expectSameResults(before, after);
  });

  it.each<[string, (inputs: Inputs) => tf.Tensor | Record<string, tf.Tensor>]>([
    [
      "over another axis",
      ({ x }) => tf.div(tf.sub(x, tf.mean(x, 1, true)), tf.sqrt(tf.add(tf.moments(x, 1, true).variance, 1e-5))),
    ],
    ["where a value within is returned", (all) => ({ y: plain(all), mean: tf.mean(all.x, -1, true) })],
    [
      "where a gradient reads values within",
      (all) => ({ y: plain(all), dx: tf.grad((x) => plain({ ...all, x }))(all.x) }),
    ],
  ])("leaves alone one %s", async (_, fn) => {
    const before = trace(fn, inputs);
    expect(matchLayerNorm(before)).toBe(before);
  });
});
