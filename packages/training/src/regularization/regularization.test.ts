import * as tf from "@tensorflow/tfjs-core";
import { parameterSpecs, preset } from "@vivit/models";
import { type HostTensor, hostTensor, mapTree, treeLeaves } from "@vivit/nn";
import { toScenic } from "@vivit/weights";
import { describe, expect, it } from "vitest";
import { sigmoidCrossEntropy } from "../losses/sigmoid-cross-entropy.ts";
import { softmaxCrossEntropy } from "../losses/softmax-cross-entropy.ts";
import { balancedClassWeights } from "./balanced-class-weights.ts";
import { isMatrix } from "./is-matrix.ts";
import { layerRates } from "./layer-rates.ts";

const small = { frames: 4, height: 32, width: 32, classes: 3, encoder: { dim: 8, depth: 3, heads: 2, mlpDim: 8 } };
const configOf = (end: string) => preset(`vivit-b-16x2${end}` as "vivit-b-16x2", small);
const pathsOf = (end: string) => treeLeaves(parameterSpecs(configOf(end))).map(([path]) => path);

describe("isMatrix", () => {
  it.each(["", "-fe", "-fsa", "-fdp"])("counts what has a rank above 1 in the reference: vivit-b-16x2%s", (end) => {
    const config = configOf(end);
    const numbered = new Map<number, string>();
    const params = mapTree(parameterSpecs(config), (spec, path) => {
      numbered.set(numbered.size + 1, path);
      const { shape } = spec as { shape: readonly number[] };
      const size = shape.reduce((product, length) => product * length, 1);
      return hostTensor(new Float32Array(size).fill(numbered.size), [...shape]) as HostTensor;
    });
    const reference = [...toScenic(params as never, config.encoder.heads)];
    expect(reference).toHaveLength(numbered.size);
    for (const [name, { shape, values }] of reference)
      expect(isMatrix(numbered.get(values[0]!)!), name).toBe(shape.length > 1);
  });
});

describe("layerRates", () => {
  it("falls from the head to the embedding", () => {
    const rate = layerRates(pathsOf(""), 0.5);
    expect(rate("head.kernel")).toBe(1);
    expect(rate("encoder.norm.scale")).toBe(1);
    expect(rate("encoder.blocks.2.mlp.out.kernel")).toBe(0.5);
    expect(rate("encoder.blocks.0.attention.query.bias")).toBe(0.125);
    expect(["embedding.kernel", "classToken", "positions"].map(rate)).toEqual([0.0625, 0.0625, 0.0625]);
  });
  it("takes Model 2's encoders for one", () => {
    const rate = layerRates(pathsOf("-fe"), 0.5);
    expect(rate("temporal.encoder.norm.scale")).toBe(1);
    expect(rate("temporal.encoder.blocks.3.mlp.out.kernel")).toBe(2 ** -1);
    expect([rate("temporal.encoder.blocks.0.mlp.out.kernel"), rate("temporal.positions")]).toEqual([2 ** -4, 2 ** -4]);
    expect([rate("spatial.encoder.blocks.2.mlp.out.kernel"), rate("spatial.encoder.norm.bias")]).toEqual([
      2 ** -5,
      2 ** -5,
    ]);
    expect(rate("spatial.positions")).toBe(2 ** -8);
  });
  it("never rises towards the clip, whatever the model", () => {
    for (const end of ["", "-fe", "-fsa", "-fdp", "-average-pool"]) {
      const paths = pathsOf(end);
      const rates = paths.map(layerRates(paths, 0.7));
      expect(Math.min(...rates)).toBeCloseTo(0.7 ** ((end === "-fe" ? 7 : 3) + 1), 12);
      expect(paths.map(layerRates(paths, 1)).every((rate) => rate === 1)).toBe(true);
    }
  });
});

describe("class weights", () => {
  it("balance: the mean over the clips is 1, and each class counts alike", () => {
    const counts = [10, 30, 0, 60];
    const weights = balancedClassWeights(counts);
    expect(weights[2]).toBe(0);
    for (const at of [0, 1, 3]) expect(weights[at]! * counts[at]!).toBeCloseTo(100 / 3, 10);
    expect(balancedClassWeights([1, 3, 5, 5, 5], [2, 3])).toEqual([2, 2 / 3, 1, 1, 1]);
    expect(() => balancedClassWeights([0, 0])).toThrow("balancedClassWeights: expected clips, got counts 0, 0");
  });
  it("multiply what each class adds to the loss", () => {
    const logits = tf.tensor2d([1, 2, 0.5, -1, 0, 3], [2, 3]);
    const labels = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
    const classWeights = [4, 0.5, 1];
    const logs = tf.logSoftmax(logits).arraySync() as number[][];
    expect(softmaxCrossEntropy(logits, labels, { classWeights })).toBeAllClose(
      tf.scalar(-(0.5 * logs[0]![1]! + 4 * logs[1]![0]!) / 2),
    );
    const alone = [0, 1, 2].map((at) =>
      sigmoidCrossEntropy(tf.slice(logits, [0, at], [2, 1]), tf.slice(labels, [0, at], [2, 1])),
    );
    expect(sigmoidCrossEntropy(logits, labels, { classWeights })).toBeAllClose(
      tf.addN(alone.map((loss, at) => tf.mul(loss, classWeights[at]!))),
    );
    expect(() => softmaxCrossEntropy(logits, labels, { classWeights: [1] })).toThrow(
      "softmaxCrossEntropy: classWeights: expected one for each of 3 classes, got 1",
    );
  });
});
