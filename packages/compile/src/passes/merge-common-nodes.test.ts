import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { GraphNode, Value } from "../graph/graph.ts";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { mergeCommonNodes } from "./merge-common-nodes.ts";

describe("mergeCommonNodes", () => {
  it("computes equal nodes once", async () => {
    const x: Value = { name: "x", dtype: "float32", shape: [2] };
    const node = (operator: string, inputs: Value[], name: string): GraphNode => ({
      operator,
      inputs,
      outputs: [{ name, dtype: "float32", shape: [2] }],
      attributes: {},
      domain: "",
    });
    const [a, b] = [node("Exp", [x], "a"), node("Exp", [x], "b")];
    const [left, right] = [node("Neg", [a.outputs[0]!], "left"), node("Neg", [b.outputs[0]!], "right")];
    const sum = node("Add", [left.outputs[0]!, right.outputs[0]!], "sum");
    const before = { inputs: [x], outputs: sum.outputs, constants: [], nodes: [a, b, left, right, sum] };
    const after = mergeCommonNodes(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2]
      a: float32 [2] = Exp(x)
      b: float32 [2] = Exp(x)
      left: float32 [2] = Neg(a)
      right: float32 [2] = Neg(b)
      sum: float32 [2] = Add(left, right)
      output sum: float32 [2]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2]
      %Exp_0: float32 [2] = Exp(x)
      %Neg_1: float32 [2] = Neg(%Exp_0)
      sum: float32 [2] = Add(%Neg_1, %Neg_1)
      output sum: float32 [2]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("keeps apart what waits for another value", async () => {
    const before = trace(
      ({ x, y }) => ({
        now: tf.exp(x),
        later: tf.exp(tf.engine().runKernel("VivitAfter", { x, after: y }) as tf.Tensor),
      }),
      { x: { dtype: "float32", shape: [2] } as const, y: { dtype: "float32", shape: [3] } as const },
    );
    const after = mergeCommonNodes(before);
    expect(after.nodes.filter(({ operator }) => operator === "Exp")).toHaveLength(2);
    await expectSameResults(before, after, 0);
  });

  it("gives the same text at every run", () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [2]);
    const before = graph.finish([["y", graph.node("Exp", [x], { dtype: "float32", shape: [2] })]]);
    expect(printGraph(mergeCommonNodes(mergeCommonNodes(before)))).toBe(printGraph(mergeCommonNodes(before)));
  });
});
