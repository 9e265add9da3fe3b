import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { averageViews } from "./average-views.ts";
import { fuseScores } from "./fuse-scores.ts";

const [one, other] = [
  hostTensor(Float32Array.of(1, 2, 3, 4), [2, 2]),
  hostTensor(Float32Array.of(5, 0, -1, 8), [2, 2]),
];

describe("fuseScores", () => {
  it("with equal weights is the mean over models, as over views", () => {
    const stacked = hostTensor(Float32Array.of(1, 2, 5, 0, 3, 4, -1, 8), [2, 2, 2]);
    expect([...fuseScores([one, other]).values]).toEqual([...averageViews(stacked).values]);
  });
  it("weights models by share", () => {
    expect([...fuseScores([one, other], [3, 1]).values]).toEqual([2, 1.5, 2, 5]);
    expect(fuseScores([one, other], [2, 0])).toEqual(one);
  });
  it("refuses what does not fit", () => {
    expect(() => fuseScores([])).toThrow("fuseScores: expected one table of scores or more, got none");
    expect(() => fuseScores([one, hostTensor(Float32Array.of(1, 2), [1, 2])])).toThrow(
      "fuseScores: scores: expected [",
    );
    expect(() => fuseScores([one, other], [1])).toThrow(
      "fuseScores: expected 2 weights of 0 or more, not all 0, got 1",
    );
    expect(() => fuseScores([one, other], [0, 0])).toThrow("not all 0, got 0, 0");
  });
});
