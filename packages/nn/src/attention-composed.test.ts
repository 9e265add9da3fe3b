import type * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { composedAttention, composedAttentionGradient } from "./attention-composed.ts";

const tensor = (seed: number) => seededTensor<tf.Rank.R3>([2, 7, 4], seed);
const [query, key, value, outputGradient] = [tensor(1), tensor(2), tensor(3), tensor(4)];

const biases = [
  [2, 2, 7, 7],
  [1, 2, 1, 7],
  [2, 1, 7, 7],
  [1, 1, 1, 7],
] as const;

describe("composed attention", () => {
  it.each([1, 28, 84])("is the same with at most %d scores at once", (mostScores) => {
    expect(composedAttention(query, key, value, 2, undefined, mostScores)).toBeAllClose(
      composedAttention(query, key, value, 2),
    );
  });
  it.each([1, 28, 84])("has the same gradient with at most %d scores at once, and keeps nothing else", (mostScores) => {
    const output = composedAttention(query, key, value, 2);
    const saved = { query, key, value, output, outputGradient };
    const atOnce = composedAttentionGradient(saved, 2);
    for (const [i, gradient] of composedAttentionGradient(saved, 2, mostScores).entries())
      expect(gradient).toBeAllClose(atOnce[i]!);
    expect(() => composedAttentionGradient(saved, 2, mostScores)).toKeepTensors(3);
  });
  it.each(biases)("is the same block by block with a bias [%d, %d, %d, %d], and so is its gradient", (...shape) => {
    const bias = seededTensor<tf.Rank.R4>([...shape], 5);
    const output = composedAttention(query, key, value, 2, bias);
    const saved = { query, key, value, output, outputGradient, bias };
    expect(composedAttention(query, key, value, 2, bias, 56)).toBeAllClose(output);
    const atOnce = composedAttentionGradient(saved, 2);
    expect(atOnce[3]!.shape).toEqual(shape);
    for (const [i, gradient] of composedAttentionGradient(saved, 2, 56).entries())
      expect(gradient).toBeAllClose(atOnce[i]!);
    expect(() => composedAttentionGradient(saved, 2, 56)).toKeepTensors(4);
  });
});
