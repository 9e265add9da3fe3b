import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, normal, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { printGraph } from "../graph/print-graph.ts";
import { compile } from "../node/compile.ts";
import { traceFunction } from "../trace/trace-function.ts";
import { quantizeWeights } from "./quantize-weights.ts";

type Inputs = { x: tf.Tensor2D; kernel: tf.Tensor2D };
const multiply = ({ x, kernel }: Inputs) => tf.matMul(x, kernel);
const [rows, inner, columns] = [3, 64, 4];
const random = (seed: number, shape: number[]) => hostTensor(normal(randomKey(seed), shape[0]! * shape[1]!), shape);

/** x · kernel as dynamic quantization defines it, the sums in whole numbers of any size. */
function quantizedProduct(x: Float32Array, kernel: Float32Array): Float32Array {
  const [low, high] = [Math.min(0, ...x), Math.max(0, ...x)];
  const step = Math.fround((high - low) / 255);
  const zero = Math.round(-low / step);
  const whole = x.map((value) => Math.min(255, Math.max(0, Math.round(value / step) + zero)));
  const result = new Float32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const weights = Array.from({ length: inner }, (_, row) => kernel[row * columns + column]!);
    const scale = Math.fround(Math.max(...weights.map(Math.abs)) / 63);
    const rounded = weights.map((weight) => Math.round(weight / scale));
    for (let row = 0; row < rows; row++) {
      const sum = rounded.reduce((total, weight, i) => total + (whole[row * inner + i]! - zero) * weight, 0);
      result[row * columns + column] = sum * step * scale;
    }
  }
  return result;
}

describe("quantizeWeights", () => {
  it("stores constant matrices as int8 with a scale a column", () => {
    const inputs = { x: random(1, [rows, inner]), kernel: random(2, [inner, columns]) };
    const { graph: before } = traceFunction(multiply as never, inputs, { freeze: "kernel" });
    const { graph: after, matrices } = quantizeWeights(before);
    expect(matrices).toBe(1);
    expect(printGraph(before)).toMatchInlineSnapshot(`
      "input x: float32 [3, 64]
      constant %constant_0: float32 [64, 4] = 1024 bytes
      output: float32 [3, 4] = MatMul(x, %constant_0)
      output output: float32 [3, 4]"
    `);
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "input x: float32 [3, 64]
      constant %constant_1: int8 [64, 4] = 256 bytes
      constant %constant_2: float32 [4] = 16 bytes
      output: float32 [3, 4] = DynamicQuantizeMatMul(x, %constant_1, %constant_2)
      output output: float32 [3, 4]"
    `);
  });

  it.each([
    ["random numbers", random(1, [rows, inner]).values, random(2, [inner, columns]).values],
    [
      "numbers that are all as large as can be",
      new Float32Array(rows * inner).fill(3),
      new Float32Array(inner * columns).fill(-2),
    ],
  ])("sums exactly: %s", async (_, x, kernel) => {
    const inputs = { x: hostTensor(x, [rows, inner]), kernel: hostTensor(kernel, [inner, columns]) };
    const program = await compile(multiply, inputs, { freeze: "kernel", precision: "int8" });
    const { values } = await program.run({ x: inputs.x });
    const expected = quantizedProduct(x, kernel);
    for (const [index, value] of values.entries()) expect(value).toBeCloseTo(expected[index]!, 4);
    await program.dispose();
  });
});
