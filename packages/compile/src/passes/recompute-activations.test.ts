import * as tf from "@tensorflow/tfjs-core";
import { gelu, layerNorm } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { estimateMemory } from "../graph/estimate-memory.ts";
import { printGraph } from "../graph/print-graph.ts";
import { expectSameResults } from "../testing/expect-same-results.ts";
import { trace } from "../trace/trace.ts";
import { optimizeGraph } from "./optimize-graph.ts";
import { recomputeActivations } from "./recompute-activations.ts";

const spec = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
type Inputs = Record<"x" | "kernel" | "scale" | "bias", tf.Tensor>;

/** The gradients of what is multiplied with a GELU, or with a normalization of three axes. */
function gradients(activate: (inputs: Inputs) => tf.Tensor, rows: number[]) {
  const inputs = { x: spec(...rows, 4), kernel: spec(4, 2), scale: spec(4), bias: spec(4) };
  return trace((inputs: Inputs) => {
    const loss = (x: tf.Tensor, kernel: tf.Tensor) =>
      tf.sum(tf.square(tf.matMul(tf.reshape(activate({ ...inputs, x }), [-1, 4]), kernel as tf.Tensor2D))) as tf.Scalar;
    const [x, kernel] = tf.grads(loss as never)([inputs.x, inputs.kernel]);
    return { x: x!, kernel: kernel! };
  }, inputs);
}

describe("recomputeActivations", () => {
  it("computes GELU again once the gradient is there", async () => {
    const before = optimizeGraph(gradients(({ x }) => gelu(x), [3]));
    const after = recomputeActivations(before);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [3, 4]
      input kernel: float32 [4, 2]
      constant %constant_0: float32 [] = 1
      constant %constant_1: float32 [] = 2
      constant %constant_2: float32 [] = 0.07135481387376785
      constant %constant_3: float32 [] = 1.5957691669464111
      constant %constant_4: float32 [] = 0.21406444907188416
      %FastGelu_0: float32 [3, 4] = FastGelu(x)
      %MatMul_1: float32 [3, 2] = MatMul(%FastGelu_0, kernel)
      %Mul_2: float32 [3, 2] = Mul(%MatMul_1, %constant_1)
      %Gemm_3: float32 [3, 4] = Gemm(%Mul_2, kernel, transA=0, transB=1, alpha=1)
      kernel.out: float32 [4, 2] = Gemm(%FastGelu_0, %Mul_2, transA=1, transB=0, alpha=1)
      %Mul_5: float32 [3, 4] = Mul(x, x)
      %Mul_6: float32 [3, 4] = Mul(%Mul_5, %constant_2)
      %Add_7: float32 [3, 4] = Add(%Mul_6, %constant_3)
      %Mul_8: float32 [3, 4] = Mul(x, %Add_7)
      %Sigmoid_9: float32 [3, 4] = Sigmoid(%Mul_8)
      %Mul_10: float32 [3, 4] = Mul(%Mul_5, %constant_4)
      %Add_11: float32 [3, 4] = Add(%Mul_10, %constant_3)
      %Mul_12: float32 [3, 4] = Mul(x, %Add_11)
      %Sub_13: float32 [3, 4] = Sub(%constant_0, %Sigmoid_9)
      %Mul_14: float32 [3, 4] = Mul(%Mul_12, %Sub_13)
      %Add_15: float32 [3, 4] = Add(%Mul_14, %constant_0)
      %Mul_16: float32 [3, 4] = Mul(%Sigmoid_9, %Add_15)
      x.out: float32 [3, 4] = Mul(%Gemm_3, %Mul_16)
      output x.out: float32 [3, 4]
      output kernel.out: float32 [4, 2]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [3, 4]
      input kernel: float32 [4, 2]
      constant %constant_0: float32 [] = 1
      constant %constant_1: float32 [] = 2
      constant %constant_2: float32 [] = 0.07135481387376785
      constant %constant_3: float32 [] = 1.5957691669464111
      constant %constant_4: float32 [] = 0.21406444907188416
      constant %constant_5: float32 [] = 0
      constant %constant_6: int64 [1] = 4
      constant %constant_7: int64 [1] = 6
      constant %constant_8: int64 [1] = 0
      constant %constant_9: int64 [1] = 1
      constant %constant_10: int64 [0] = 0 bytes
      constant %constant_11: float32 [] = Infinity
      %FastGelu_0: float32 [3, 4] = FastGelu(x)
      %MatMul_1: float32 [3, 2] = MatMul(%FastGelu_0, kernel)
      %Mul_2: float32 [3, 2] = Mul(%MatMul_1, %constant_1)
      %Gemm_3: float32 [3, 4] = Gemm(%Mul_2, kernel, transA=0, transB=1, alpha=1)
      %Expand_4: float32 [4] = Expand(%constant_5, %constant_6)
      %Reshape_5: float32 [6] = Reshape(%Mul_2, %constant_7, allowzero=1)
      %Slice_6: float32 [1] = Slice(%Reshape_5, %constant_8, %constant_9, %constant_8, %constant_9)
      %Reshape_7: float32 [] = Reshape(%Slice_6, %constant_10, allowzero=1)
      %Greater_8: bool [] = Greater(%Reshape_7, %constant_11)
      %Cast_9: float32 [] = Cast(%Greater_8, to=1)
      %Add_10: float32 [4] = Add(%Expand_4, %Cast_9)
      %FastGelu_11: float32 [3, 4] = FastGelu(x, %Add_10)
      kernel.out: float32 [4, 2] = Gemm(%FastGelu_11, %Mul_2, transA=1, transB=0, alpha=1)
      %Mul_13: float32 [3, 4] = Mul(x, x)
      %Mul_14: float32 [3, 4] = Mul(%Mul_13, %constant_2)
      %Add_15: float32 [3, 4] = Add(%Mul_14, %constant_3)
      %Mul_16: float32 [3, 4] = Mul(x, %Add_15)
      %Sigmoid_17: float32 [3, 4] = Sigmoid(%Mul_16)
      %Mul_18: float32 [3, 4] = Mul(%Mul_13, %constant_4)
      %Add_19: float32 [3, 4] = Add(%Mul_18, %constant_3)
      %Mul_20: float32 [3, 4] = Mul(x, %Add_19)
      %Sub_21: float32 [3, 4] = Sub(%constant_0, %Sigmoid_17)
      %Mul_22: float32 [3, 4] = Mul(%Mul_20, %Sub_21)
      %Add_23: float32 [3, 4] = Add(%Mul_22, %constant_0)
      %Mul_24: float32 [3, 4] = Mul(%Sigmoid_17, %Add_23)
      x.out: float32 [3, 4] = Mul(%Gemm_3, %Mul_24)
      output x.out: float32 [3, 4]
      output kernel.out: float32 [4, 2]"
    `);
    await expectSameResults(before, after, 0);
  });

  it("computes a normalization again, in the shape that is read", async () => {
    const normalize = ({ x, scale, bias }: Inputs) =>
      layerNorm(x, { scale: scale as tf.Tensor1D, bias: bias as tf.Tensor1D });
    const before = optimizeGraph(gradients(normalize, [2, 3]));
    const after = recomputeActivations(before);
    const count = (operator: string, { nodes }: typeof before) => nodes.filter((node) => node.operator === operator);
    expect(count("LayerNormalization", before)).toHaveLength(1);
    expect(count("LayerNormalization", after)).toHaveLength(2);
    await expectSameResults(before, after, 0);
  });

  it("lowers what is held at one time", () => {
    const deep = ({ x }: Inputs) => gelu(tf.add(gelu(tf.add(gelu(x), 1)), 1));
    const before = optimizeGraph(gradients(deep, [1000]));
    expect(estimateMemory(recomputeActivations(before)).between).toBeLessThanOrEqual(estimateMemory(before).between);
  });

  it("leaves a graph without gradients as it is", () => {
    const graph = optimizeGraph(trace(({ x }) => gelu(x), { x: spec(3, 4) }));
    expect(recomputeActivations(graph)).toBe(graph);
  });
});
