import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { cancelTransposes } from "./cancel-transposes.ts";

const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;

describe("cancelTransposes", () => {
  it("drops two that cancel, with number by number operators between them", async () => {
    const before = trace(({ x, b }) => tf.transpose(tf.relu(tf.add(tf.transpose(x, [0, 2, 1]), b)), [0, 2, 1]), {
      x: tensor(2, 3, 4),
      b: tensor(3),
    });
    const after = cancelTransposes(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3, 4]
      input b: float32 [3]
      %Transpose_0: float32 [2, 4, 3] = Transpose(x, perm=[0,2,1])
      %Add_1: float32 [2, 4, 3] = Add(%Transpose_0, b)
      %Relu_2: float32 [2, 4, 3] = Relu(%Add_1)
      output: float32 [2, 3, 4] = Transpose(%Relu_2, perm=[0,2,1])
      output output: float32 [2, 3, 4]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3, 4]
      input b: float32 [3]
      constant %constant_0: int64 [3] = 24 bytes
      constant %constant_1: int64 [3] = 24 bytes
      %Reshape_3: float32 [1, 1, 3] = Reshape(b, %constant_0, allowzero=1)
      %Reshape_4: float32 [1, 3, 1] = Reshape(%Reshape_3, %constant_1, allowzero=1)
      %Add_5: float32 [2, 3, 4] = Add(x, %Reshape_4)
      output: float32 [2, 3, 4] = Relu(%Add_5)
      output output: float32 [2, 3, 4]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("joins three into one", async () => {
    const turn = (x: tf.Tensor) => tf.transpose(x, [1, 2, 0]);
    const before = trace(({ x }) => ({ once: tf.transpose(turn(turn(x)), [0, 2, 1]), none: turn(turn(turn(x))) }), {
      x: tensor(2, 3, 4),
    });
    const after = cancelTransposes(before);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 3, 4]
      once: float32 [4, 3, 2] = Transpose(x, perm=[2,1,0])
      none: float32 [2, 3, 4] = Identity(x)
      output once: float32 [4, 3, 2]
      output none: float32 [2, 3, 4]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("spares convolutions in a row the way back and forth", async () => {
    const before = trace(
      ({ x, f, g, b }: { x: tf.Tensor4D; f: tf.Tensor4D; g: tf.Tensor4D; b: tf.Tensor1D }) =>
        tf.conv2d(tf.relu(tf.add(tf.conv2d(x, f, 1, "same"), b)) as tf.Tensor4D, g, 1, "same"),
      {
        x: tensor(1, 5, 5, 2),
        f: tensor(3, 3, 2, 4),
        g: tensor(3, 3, 4, 3),
        b: tensor(4),
      },
    );
    const after = cancelTransposes(before);
    const moves = (nodes: typeof before.nodes) =>
      nodes.filter(({ operator, inputs }) => operator === "Transpose" && inputs[0]!.shape[1] === 5);
    expect([moves(before.nodes).length, moves(after.nodes).length]).toEqual([2, 1]);
    await expectSameResults(before, after);
  });

  it("keeps a transpose whose neighbor is read by others too", async () => {
    const before = trace(
      ({ x }) => {
        const turned = tf.exp(tf.transpose(x));
        return { turned, back: tf.transpose(turned) };
      },
      { x: tensor(2, 3) },
    );
    const after = cancelTransposes(before);
    expect(printGraph(after)).toBe(printGraph(before));
    await expectSameResults(before, after, 0);
  });
});
