import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { calibration } from "./calibration.ts";

const table = (...lines: number[][]) => hostTensor(Float32Array.from(lines.flat()), [lines.length, lines[0]!.length]);

describe("calibration", () => {
  it("is 0 where it is right as often as it says", () => {
    const probabilities = table([0.75, 0.25], [0.75, 0.25], [0.75, 0.25], [0.25, 0.75]);
    const { expectedError, largestError, overconfidence } = calibration(probabilities, [0, 0, 1, 1], 4);
    expect([expectedError, largestError, overconfidence]).toEqual([0, 0, 0]);
  });
  it("weights the distance of each bin by its examples", () => {
    const probabilities = table([1, 0], [1, 0], [0.625, 0.375], [0.625, 0.375]);
    const { bins, expectedError, largestError, overconfidence } = calibration(probabilities, [0, 1, 0, 0], 4);
    expect(bins.map(({ examples }) => examples)).toEqual([0, 0, 2, 2]);
    expect(bins[2]).toEqual({ low: 0.5, high: 0.75, examples: 2, confidence: 0.625, accuracy: 1 });
    expect(expectedError).toBeCloseTo((0.375 * 2 + 0.5 * 2) / 4);
    expect(largestError).toBeCloseTo(0.5);
    expect(overconfidence).toBeCloseTo((3.25 - 3) / 4);
  });
  it("has no error without examples", () => {
    expect(calibration(hostTensor(new Float32Array(0), [0, 2]), []).expectedError).toBeNaN();
  });
  it("refuses what is no class", () => {
    expect(() => calibration(table([1, 0]), [2])).toThrow(
      "calibration: expected labels in [0, 2), got 2 for example 0",
    );
  });
});
