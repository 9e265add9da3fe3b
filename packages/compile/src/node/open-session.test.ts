import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, toTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { encodeModelInParts } from "../onnx/encode-model.ts";
import { traceFunction } from "../trace/trace-function.ts";
import { compile } from "./compile.ts";

const side = 520; // 520 × 520 numbers are more than 1 MB
const wave = (count: number) => Float32Array.from({ length: count }, (_, index) => Math.sin(index));
const inputs = {
  x: hostTensor(wave(2 * side), [2, side]),
  weights: {
    large: hostTensor(wave(side * side), [side, side]),
    small: hostTensor(wave(side), [side]),
  },
};
type Tensors = { x: tf.Tensor2D; weights: { large: tf.Tensor2D; small: tf.Tensor1D } };
const fn = ({ x, weights }: Tensors) => tf.add(tf.matMul(x, weights.large), weights.small);

describe("large frozen weights", () => {
  it("are handed over beside the model, not copied into it", () => {
    const { graph } = traceFunction(fn as never, inputs, { freeze: "weights" });
    const { model, externalData } = encodeModelInParts(graph);
    expect(model.length).toBeLessThan(10_000);
    expect(externalData.map(({ data }) => data.length)).toEqual([4 * side * side]);
    expect(externalData[0]!.data).toBe(graph.constants.find(({ name }) => name === externalData[0]!.path)!.bytes);
  });

  it("give what TensorFlow.js computes", async () => {
    const program = await compile(fn, inputs, { freeze: "weights" });
    const { x } = inputs;
    const got = await program.run({ x });
    await program.dispose();
    const { large, small } = inputs.weights;
    const expected = fn({ x: toTensor(x), weights: { large: toTensor(large), small: toTensor(small) } } as Tensors);
    expect(toTensor(got)).toBeAllClose(expected, { atol: 1e-3 }); // sums of 520 products of up to 1
  });
});
