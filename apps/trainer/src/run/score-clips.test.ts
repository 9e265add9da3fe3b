import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { answersOf, chanceOf, probabilitiesOf, summarize } from "./score-clips.ts";

const heads = {
  classes: 8,
  classSplits: [
    { name: "noun", classes: 3 },
    { name: "verb", classes: 5 },
  ],
};
const table = (...rows: number[][]) => hostTensor(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

describe("scores of two heads", () => {
  // Scenic's own case: splits [3, 5], logits 1 to 5 in the second head, labels (1,0), (2,0), (1,1), (2,1): only the last is right.
  const row = [0, 1, 2, 1, 5, 4, 3, 2];
  const logits = table(row, row, row, row);
  const labels = [
    [1, 3],
    [2, 3],
    [1, 4],
    [2, 4],
  ];
  it("count a clip when both heads are right", () => {
    expect(summarize({ logits, labels }, heads)).toMatchObject({ top1: 0.25, heads: { noun: 0.5, verb: 0.5 } });
    expect(chanceOf(heads, labels)).toBeCloseTo(1 / 15);
  });
  it("have a mean loss, of a softmax each", () => {
    const entropy = (scores: number[], at: number) =>
      Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[at]!;
    const clip = (noun: number, verb: number) => (entropy(row.slice(0, 3), noun) + entropy(row.slice(3), verb - 3)) / 2;
    const mean = labels.reduce((sum, [noun, verb]) => sum + clip(noun!, verb!), 0) / 4;
    expect(summarize({ logits, labels }, heads).loss).toBeCloseTo(mean, 5);
    const values = [...probabilitiesOf(Float32Array.from(row), heads)];
    expect(values.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(values.slice(3).reduce((a, b) => a + b)).toBeCloseTo(1);
  });
});

describe("scores of several labels", () => {
  const kind = { classes: 3, severalLabels: true };
  it("are right where the best is one of the clip's own", () => {
    const scored = { logits: table([3, 1, 2], [0, 1, -1], [5, 0, 0]), labels: [[0, 2], [0, 2], []] };
    expect(summarize(scored, kind).top1).toBeCloseTo(1 / 3);
    expect(answersOf(Float32Array.of(0, 1, -1), [0, 2], kind)).toEqual([
      { truth: 0, predicted: 1 },
      { truth: 2, predicted: 1 },
    ]);
    const softplus = (x: number) => Math.log(1 + Math.exp(x));
    const sum = [3, 1, 2, 0, 1, -1, 5, 0, 0].reduce((total, x) => total + softplus(x), 0) - (3 + 2) - (0 - 1);
    expect(summarize(scored, kind).loss).toBeCloseTo(sum / 3, 5);
  });
});
