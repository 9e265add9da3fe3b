import * as tf from "@tensorflow/tfjs-core";

import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { randomHostTensor } from "../testing/random-host-tensor.ts";
import { traceFunction } from "../trace/trace-function.ts";
import { halveWeights } from "./halve-weights.ts";

type Inputs = { x: tf.Tensor2D; params: { kernel: tf.Tensor2D; bias: tf.Tensor1D } };
const linear = ({ x, params }: Inputs) => [tf.add(tf.matMul(x, params.kernel), params.bias), tf.abs(params.kernel)];

describe("halveWeights", () => {
  it("stores larger constants as float16, once, and widens them where they are read", async () => {
    const inputs = {
      x: randomHostTensor(1, 2, 64),
      params: { kernel: randomHostTensor(2, 64, 4), bias: randomHostTensor(3, 4) },
    };
    const { graph: before } = traceFunction(linear as never, inputs, { freeze: "params" });
    const after = halveWeights(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [2, 64]
      constant %constant_0: float32 [64, 4] = 1024 bytes
      constant %constant_1: float32 [4] = 16 bytes
      %MatMul_0: float32 [2, 4] = MatMul(x, %constant_0)
      0: float32 [2, 4] = Add(%MatMul_0, %constant_1)
      1: float32 [64, 4] = Abs(%constant_0)
      output 0: float32 [2, 4]
      output 1: float32 [64, 4]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [2, 64]
      constant %constant_1: float32 [4] = 16 bytes
      constant %constant_2: float16 [64, 4] = 512 bytes
      %Cast_0: float32 [64, 4] = Cast(%constant_2, to=1)
      %MatMul_1: float32 [2, 4] = MatMul(x, %Cast_0)
      0: float32 [2, 4] = Add(%MatMul_1, %constant_1)
      1: float32 [64, 4] = Abs(%Cast_0)
      output 0: float32 [2, 4]
      output 1: float32 [64, 4]"
    `);
    await expectSameResults(before, after, 0.02); // 64 products, each rounded to 11 bits
  });
});
