import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { matchGelu } from "./match-gelu.ts";

const x = { dtype: "float32", shape: [2, 3] } as const;
const slope = Math.sqrt(2 / Math.PI);
const cube = (x: tf.Tensor) => tf.mul(x, tf.mul(x, x));

describe("matchGelu", () => {
  it("finds the tanh form", async () => {
    const before = trace(
      ({ x }) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(tf.mul(slope, tf.add(x, tf.mul(0.044715, tf.pow(x, 3))))))),
      { x },
    );
    const after = matchGelu(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      constant %constant_0: float32 [] = 0.5
      constant %constant_1: float32 [] = 3
      constant %constant_2: float32 [] = 0.044714998453855515
      constant %constant_3: float32 [] = 0.7978845834732056
      constant %constant_4: float32 [] = 1
      %Mul_0: float32 [2, 3] = Mul(%constant_0, x)
      %Pow_1: float32 [2, 3] = Pow(x, %constant_1)
      %Mul_2: float32 [2, 3] = Mul(%constant_2, %Pow_1)
      %Add_3: float32 [2, 3] = Add(x, %Mul_2)
      %Mul_4: float32 [2, 3] = Mul(%constant_3, %Add_3)
      %Tanh_5: float32 [2, 3] = Tanh(%Mul_4)
      %Add_6: float32 [2, 3] = Add(%constant_4, %Tanh_5)
      output: float32 [2, 3] = Mul(%Mul_0, %Add_6)
      output output: float32 [2, 3]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      output: float32 [2, 3] = FastGelu(x)
      output output: float32 [2, 3]"
    `);
    await expectSameResults(before, after);
  });

  it("finds the erf form", async () => {
    const before = trace(({ x }) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))), { x });
    const after = matchGelu(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      constant %constant_0: float32 [] = 0.5
      constant %constant_1: float32 [] = 1.4142135381698608
      constant %constant_2: float32 [] = 1
      %Mul_0: float32 [2, 3] = Mul(x, %constant_0)
      %Div_1: float32 [2, 3] = Div(x, %constant_1)
      %Erf_2: float32 [2, 3] = Erf(%Div_1)
      %Add_3: float32 [2, 3] = Add(%constant_2, %Erf_2)
      output: float32 [2, 3] = Mul(%Mul_0, %Add_3)
      output output: float32 [2, 3]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      output: float32 [2, 3] = Gelu(x)
      output output: float32 [2, 3]"
    `);
    await expectSameResults(before, after);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor, string]>([
    ["halved at the end", (x) => tf.mul(tf.mul(x, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)), 0.5), "Gelu"],
    ["halved within", (x) => tf.mul(x, tf.mul(0.5, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))), "Gelu"],
    ["divided by 2", (x) => tf.div(tf.mul(x, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)), 2), "Gelu"],
    [
      "x factored out",
      (x) =>
        tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(x, tf.add(slope, tf.mul(tf.square(x), slope * 0.044715)))))),
      "FastGelu",
    ],
    [
      "a cube of products",
      (x) => tf.mul(0.5, tf.mul(x, tf.add(1, tf.tanh(tf.mul(tf.add(x, tf.mul(cube(x), 0.044715)), slope))))),
      "FastGelu",
    ],
    [
      "of a sum",
      (x) => {
        const y = tf.add(x, [1, 2, 3]);
        return tf.mul(tf.mul(y, 0.5), tf.add(1, tf.erf(tf.div(y, Math.SQRT2))));
      },
      "Gelu",
    ],
  ])("finds it %s", async (_, fn, operator) => {
    const before = trace(({ x }) => fn(x), { x });
    const after = matchGelu(before);
    expect(after.nodes.map((node) => node.operator).filter((name) => name !== "Add")).toEqual([operator]);
    await expectSameResults(before, after);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor | tf.Tensor[]]>([
    [
      "no axis",
      (x) => {
        const sum = tf.sum(x);
        return tf.mul(tf.mul(sum, 0.5), tf.add(1, tf.erf(tf.div(sum, Math.SQRT2))));
      },
    ],
    ["other constants", (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(x)))],
    ["another function around it", (x) => tf.mul(tf.mul(x, 0.5), tf.sub(1, tf.erf(tf.div(x, Math.SQRT2))))],
    [
      "a reader within",
      (x) => {
        const erf = tf.erf(tf.div(x, Math.SQRT2));
        return [tf.mul(tf.mul(x, 0.5), tf.add(1, erf)), erf];
      },
    ],
  ])("leaves alone what has %s", (_, fn) => {
    const before = trace(({ x }) => fn(x), { x });
    expect(matchGelu(before)).toBe(before);
  });
});
