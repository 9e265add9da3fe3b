import { randomKey, splitKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { drawMixupWeight } from "./draw-mixup-weight.ts";

const draw = (alpha: number, count: number) => splitKey(randomKey(11), count).map((key) => drawMixupWeight(key, alpha));

/** Largest distance between the distribution of draws and a cumulative distribution. */
function largestGap(draws: readonly number[], cumulative: (x: number) => number): number {
  const sorted = [...draws].sort((a, b) => a - b);
  return Math.max(...sorted.map((x, index) => Math.abs(cumulative(x) - (index + 0.5) / sorted.length)));
}

describe("drawMixupWeight", () => {
  const count = 10_000;
  const limit = 1.63 / Math.sqrt(count); // Kolmogorov-Smirnov at 1 %; the seed is fixed

  it("is uniform for alpha 1", () => {
    expect(largestGap(draw(1, count), (x) => x)).toBeLessThan(limit);
  });
  it("is the arcsine law for alpha 1/2", () => {
    expect(largestGap(draw(0.5, count), (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x)))).toBeLessThan(limit);
  });
  it("is 3x² − 2x³ for alpha 2", () => {
    expect(largestGap(draw(2, count), (x) => x * x * (3 - 2 * x))).toBeLessThan(limit);
  });
  it.each([0.1, 0.3])("has mean 1/2 and variance 1 / (8 alpha + 4) for alpha %f", (alpha) => {
    const draws = draw(alpha, count);
    const mean = draws.reduce((sum, x) => sum + x, 0) / count;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count;
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * Math.sqrt(variance / count));
    expect(Math.abs(variance - 1 / (8 * alpha + 4))).toBeLessThan(0.01); // its own deviation is below 0.002
  });
  it("stays a number in [0, 1] for a tiny alpha", () => {
    for (const weight of draw(1e-4, 200)) expect(weight >= 0 && weight <= 1).toBe(true);
  });
  it("is a function of its key, and 1 without mixing", () => {
    expect(drawMixupWeight(randomKey(3), 0.3)).toBe(drawMixupWeight(randomKey(3), 0.3));
    expect(drawMixupWeight(randomKey(3), 0)).toBe(1);
  });
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses alpha %f", (alpha) => {
    expect(() => drawMixupWeight(randomKey(0), alpha)).toThrow(
      `drawMixupWeight: expected an alpha of 0 or more, got ${alpha}`,
    );
  });
});
