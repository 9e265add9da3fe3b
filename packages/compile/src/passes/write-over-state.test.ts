import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { traceFunction } from "../trace/trace-function.ts";
import { writeOverState } from "./write-over-state.ts";

const square = { dtype: "float32", shape: [2, 2] } as const;
const pairs = ["a", "b"].map((leaf) => ({ input: `state.${leaf}`, output: `state.${leaf}.out` }));
type Inputs = { state: Record<"a" | "b", tf.Tensor2D>; x: tf.Tensor2D; rate: tf.Scalar };
type State = Inputs["state"];

function analyze(step: (inputs: Inputs) => { state: State; y?: tf.Tensor }) {
  const inputs = { state: { a: square, b: square }, x: square, rate: { dtype: "float32", shape: [] } };
  const { graph } = traceFunction(step as never, inputs, { carry: "state" });
  return { before: graph, ...writeOverState(graph, pairs) };
}

describe("writeOverState", () => {
  it("lets the learning rate wait for what still reads the old weights", async () => {
    const { before, graph, outputs } = analyze(({ state: { a, b }, x, rate }) => {
      const b1 = tf.add(tf.mul(b, 0.5), tf.matMul(x, a)) as tf.Tensor2D;
      return { y: tf.matMul(x, a, false, true), state: { a: tf.sub(a, tf.mul(b1, rate)), b: b1 } };
    });
    expect([...outputs]).toEqual(["state.a.out", "state.b.out"]);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input state.a: float32 [2, 2]
      input state.b: float32 [2, 2]
      input x: float32 [2, 2]
      input rate: float32 []
      constant %constant_0: float32 [] = 0.5
      %Mul_0: float32 [2, 2] = Mul(state.b, %constant_0)
      %MatMul_1: float32 [2, 2] = MatMul(x, state.a)
      state.b.out: float32 [2, 2] = Add(%Mul_0, %MatMul_1)
      y: float32 [2, 2] = Gemm(x, state.a, transA=0, transB=1, alpha=1)
      %Mul_4: float32 [2, 2] = Mul(state.b.out, rate)
      state.a.out: float32 [2, 2] = Sub(state.a, %Mul_4)
      output y: float32 [2, 2]
      output state.a.out: float32 [2, 2]
      output state.b.out: float32 [2, 2]"
    `);
    expect(printGraph(graph)).toMatchInlineSnapshot(`
      "input state.a: float32 [2, 2]
      input state.b: float32 [2, 2]
      input x: float32 [2, 2]
      input rate: float32 []
      constant %constant_0: float32 [] = 0.5
      constant %constant_1: int64 [1] = 4
      constant %constant_2: int64 [1] = 0
      constant %constant_3: int64 [1] = 1
      constant %constant_4: int64 [0] = 0 bytes
      constant %constant_5: float32 [] = Infinity
      %Mul_0: float32 [2, 2] = Mul(state.b, %constant_0)
      %MatMul_1: float32 [2, 2] = MatMul(x, state.a)
      state.b.out: float32 [2, 2] = Add(%Mul_0, %MatMul_1)
      y: float32 [2, 2] = Gemm(x, state.a, transA=0, transB=1, alpha=1)
      %Reshape_4: float32 [4] = Reshape(y, %constant_1, allowzero=1)
      %Slice_5: float32 [1] = Slice(%Reshape_4, %constant_2, %constant_3, %constant_2, %constant_3)
      %Reshape_6: float32 [] = Reshape(%Slice_5, %constant_4, allowzero=1)
      %Greater_7: bool [] = Greater(%Reshape_6, %constant_5)
      %Cast_8: float32 [] = Cast(%Greater_7, to=1)
      %Add_9: float32 [] = Add(rate, %Cast_8)
      %Mul_10: float32 [2, 2] = Mul(state.b.out, %Add_9)
      state.a.out: float32 [2, 2] = Sub(state.a, %Mul_10)
      output y: float32 [2, 2]
      output state.a.out: float32 [2, 2]
      output state.b.out: float32 [2, 2]"
    `);
    await expectSameResults(before, graph, 0);
  });

  it.each<[string, string[], (inputs: Inputs) => { state: State; y?: tf.Tensor }]>([
    ["two leaves that change places", [], ({ state: { a, b } }) => ({ state: { a: b, b: a } })],
    ["a product with itself", [], ({ state: { a, b }, x }) => ({ state: { a: tf.matMul(a, x), b: tf.matMul(x, b) } })],
    [
      "a reader that nothing can wait for",
      ["state.b.out"],
      ({ state: { a, b }, x }) => ({ y: tf.matMul(a, x), state: { a: tf.sub(a, x), b: tf.add(b, x) } }),
    ],
    [
      "a leaf that needs the other's new value first",
      ["state.b.out"],
      ({ state: { a, b }, rate }) => {
        const a1 = tf.sub(a, tf.mul(b, rate)) as tf.Tensor2D;
        return { y: tf.matMul(a, a1), state: { a: a1, b: tf.add(b, a1) } };
      },
    ],
  ])("leaves alone %s", (_, safe, step) => expect([...analyze(step).outputs]).toEqual(safe));
});
