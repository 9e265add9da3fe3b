import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { foldConstants } from "./fold-constants.ts";

describe("foldConstants", () => {
  const x = { dtype: "float32", shape: [2, 3] } as const;

  it("computes what depends on constants alone", async () => {
    const before = trace(({ x }) => tf.mul(x, tf.sqrt(tf.add(tf.transpose(tf.tensor2d([[1], [3], [8]])), 1))), { x });
    const after = foldConstants(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      constant %constant_0: float32 [3, 1] = 12 bytes
      constant %constant_1: int64 [2] = 16 bytes
      constant %constant_2: float32 [] = 1
      %Reshape_0: float32 [1, 3] = Reshape(%constant_0, %constant_1, allowzero=1)
      %Add_1: float32 [1, 3] = Add(%Reshape_0, %constant_2)
      %Sqrt_2: float32 [1, 3] = Sqrt(%Add_1)
      output: float32 [2, 3] = Mul(x, %Sqrt_2)
      output output: float32 [2, 3]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      constant %constant_5: float32 [1, 3] = 12 bytes
      output: float32 [2, 3] = Mul(x, %constant_5)
      output output: float32 [2, 3]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("computes a value that one number fills once, whatever its shape", async () => {
    const before = trace(({ x }) => tf.matMul(x as tf.Tensor2D, tf.sqrt(tf.fill([3, 500], 9))), { x });
    const after = foldConstants(before);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3]
      constant %constant_1: int64 [2] = 16 bytes
      constant %constant_2: float32 [] = 3
      %Expand_1: float32 [3, 500] = Expand(%constant_2, %constant_1)
      output: float32 [2, 500] = MatMul(x, %Expand_1)
      output output: float32 [2, 500]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("broadcasts, casts and computes int32 as the runtime does", async () => {
    const before = trace(
      ({ x }) => {
        const counts = tf.mul(tf.tensor2d([[1], [-7]], [2, 1], "int32"), tf.tensor1d([3, 2 ** 30, -2], "int32"));
        const angles = tf.div(tf.cast(counts, "float32"), 7);
        return tf.add(x, tf.sub(tf.abs(angles), tf.neg(tf.cast(tf.cast(angles, "int32"), "float32"))));
      },
      { x },
    );
    const after = foldConstants(before);
    expect(after.nodes.map(({ operator }) => operator)).toEqual(["Add"]);
    await expectSameResults(before, after, 1e-6);
  });

  it("leaves large values and other operators to the runtime", () => {
    const before = trace(({ x }) => tf.add(tf.sum(x), tf.sqrt(tf.range(0, 20_000))), { x });
    expect(foldConstants(before)).toEqual(before);
  });

  it("reshapes a constant of any size, so that a runtime knows it for one", async () => {
    const before = trace(({ x }) => tf.matMul(tf.reshape(x, [1, 6]), tf.reshape(tf.range(0, 18_000), [6, 3000])), {
      x,
    });
    expect(before.nodes.map(({ operator }) => operator)).toEqual(["Reshape", "Reshape", "MatMul"]);
    const after = foldConstants(before);
    expect(after.nodes.map(({ operator }) => operator)).toEqual(["Reshape", "MatMul"]);
    await expectSameResults(before, after); // a packed constant is summed in another order
  });
});
