import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { cancelReshapes } from "./cancel-reshapes.ts";

const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;

describe("cancelReshapes", () => {
  it("joins reshapes, and drops those that cancel around operators of the last axis", async () => {
    const before = trace(
      ({ x, b }) => tf.reshape(tf.relu(tf.add(tf.reshape(tf.reshape(x, [6, 2]), [4, 3]), b)), [2, 2, 3]),
      { x: tensor(2, 2, 3), b: tensor(3) },
    );
    const after = cancelReshapes(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 2, 3]
      input b: float32 [3]
      constant %constant_0: int64 [2] = 16 bytes
      constant %constant_1: int64 [2] = 16 bytes
      constant %constant_2: int64 [3] = 24 bytes
      %Reshape_0: float32 [6, 2] = Reshape(x, %constant_0, allowzero=1)
      %Reshape_1: float32 [4, 3] = Reshape(%Reshape_0, %constant_1, allowzero=1)
      %Add_2: float32 [4, 3] = Add(%Reshape_1, b)
      %Relu_3: float32 [4, 3] = Relu(%Add_2)
      output: float32 [2, 2, 3] = Reshape(%Relu_3, %constant_2, allowzero=1)
      output output: float32 [2, 2, 3]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 2, 3]
      input b: float32 [3]
      %Add_4: float32 [2, 2, 3] = Add(x, b)
      output: float32 [2, 2, 3] = Relu(%Add_4)
      output output: float32 [2, 2, 3]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("keeps the axis that a reduction drops and a reshape puts back", async () => {
    const before = trace(({ x }) => tf.reshape(tf.mean(x, 1), [2, 1, 3]), { x: tensor(2, 4, 3) });
    const after = cancelReshapes(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 4, 3]
      constant %constant_0: int64 [1] = 1
      constant %constant_1: int64 [3] = 24 bytes
      %ReduceMean_0: float32 [2, 3] = ReduceMean(x, %constant_0, keepdims=0)
      output: float32 [2, 1, 3] = Reshape(%ReduceMean_0, %constant_1, allowzero=1)
      output output: float32 [2, 1, 3]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 4, 3]
      constant %constant_0: int64 [1] = 1
      output: float32 [2, 1, 3] = ReduceMean(x, %constant_0, keepdims=1)
      output output: float32 [2, 1, 3]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("keeps those around an operator that reads along another axis", async () => {
    const before = trace(({ x, b }) => tf.reshape(tf.add(tf.reshape(x, [4, 3]), b), [2, 2, 3]), {
      x: tensor(2, 2, 3),
      b: tensor(4, 1),
    });
    const after = cancelReshapes(before);
    expect(printGraph(after)).toBe(printGraph(before));
    await expectSameResults(before, after, 0);
  });
});
