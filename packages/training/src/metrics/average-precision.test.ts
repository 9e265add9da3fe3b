import { hostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision, meanAveragePrecision } from "./average-precision.ts";

describe("averagePrecision", () => {
  it("equals scikit-learn's documented example", () => {
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.8333333, 6);
  });
  it("gives equal scores one threshold: all alike rank nothing", () => {
    expect(averagePrecision([1, 1, 1, 1], [true, false, false, false])).toBe(0.25);
  });
  it("equals the sum over all thresholds of added recall times precision", () => {
    const example = fc.record({ score: fc.integer({ min: 0, max: 4 }), shown: fc.boolean() });
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 12 }), (examples) => {
        fc.pre(examples.some(({ shown }) => shown));
        const all = examples.filter(({ shown }) => shown).length;
        const at = (threshold: number) => {
          const taken = examples.filter(({ score }) => score >= threshold);
          const found = taken.filter(({ shown }) => shown).length;
          return { recall: found / all, precision: taken.length > 0 ? found / taken.length : 1 };
        };
        const expected = [4, 3, 2, 1, 0].reduce(
          (sum, threshold) => sum + (at(threshold).recall - at(threshold + 1).recall) * at(threshold).precision,
          0,
        );
        const scores = examples.map(({ score }) => score);
        expect(
          averagePrecision(
            scores,
            examples.map(({ shown }) => shown),
          ),
        ).toBeCloseTo(expected, 10);
      }),
    );
  });
});

describe("meanAveragePrecision", () => {
  const scores = hostTensor(Float32Array.of(3, 0, 1, 2, 1, 1, 1, 2, 1), [3, 3]);

  it("leaves classes without examples out of the mean", () => {
    const { mean, perClass } = meanAveragePrecision(scores, [[0], [0, 1], []]);
    expect(perClass).toEqual([1, 0.5, Number.NaN]);
    expect(mean).toBe(0.75);
  });
  it("refuses another number of lists", () => {
    expect(() => meanAveragePrecision(scores, [[0]])).toThrow(
      "meanAveragePrecision: expected 3 lists of labels, got 1",
    );
  });
});
