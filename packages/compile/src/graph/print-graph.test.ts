import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { trace } from "../trace/trace.ts";
import { printGraph } from "./print-graph.ts";

describe("printGraph", () => {
  it("writes inputs, constants, nodes and outputs, one a line", () => {
    const graph = trace(({ x }) => ({ y: tf.leakyRelu(tf.sum(tf.mul(x, [1, 2, 3]), 1), 0.5), x }), {
      x: { dtype: "float32", shape: [2, 3] },
    });
    expect(printGraph(graph)).toBe(
      [
        "input x: float32 [2, 3]",
        "constant %constant_0: float32 [3] = 12 bytes",
        "constant %constant_1: int64 [1] = 1",
        "%Mul_0: float32 [2, 3] = Mul(x, %constant_0)",
        "%ReduceSum_1: float32 [2] = ReduceSum(%Mul_0, %constant_1, keepdims=0)",
        "y: float32 [2] = LeakyRelu(%ReduceSum_1, alpha=0.5)",
        "x.out: float32 [2, 3] = Identity(x)",
        "output y: float32 [2]",
        "output x.out: float32 [2, 3]",
      ].join("\n"),
    );
  });
});
