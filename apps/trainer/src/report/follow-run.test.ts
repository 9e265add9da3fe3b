import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followRun, smoothCurve, thinCurve } from "./follow-run.ts";

const step = (at: number, epoch: number, loss: number) => ({
  step: at,
  epoch,
  loss,
  learningRate: 0,
  gradientNorm: 0,
  clipsPerSecond: 0,
  waitingShare: 0,
});
const curve = fc
  .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 3000 })
  .map((values) => values.map((y, x) => ({ x, y })));
const ys = (points: readonly { y: number }[]) => points.map(({ y }) => y);

describe("followRun", () => {
  it("ends every epoch at its number, and leaves out what is no number", () => {
    const steps = [step(1, 1, 4), step(2, 1, 3), step(3, 2, Number.NaN), step(4, 2, 1)];
    expect(followRun(steps, ({ loss }) => loss)).toEqual([
      { x: 0.5, y: 4 },
      { x: 1, y: 3 },
      { x: 2, y: 1 },
    ]);
  });
});

describe("thinCurve", () => {
  it("keeps the order, the lowest and the highest point, in at most 500 points", () =>
    fc.assert(
      fc.property(curve, (points) => {
        const thin = thinCurve(points);
        expect(thin.length).toBeLessThanOrEqual(500);
        expect(Math.min(...ys(thin))).toBe(Math.min(...ys(points)));
        expect(Math.max(...ys(thin))).toBe(Math.max(...ys(points)));
        expect(thin.every(({ x }, at) => at === 0 || x > thin[at - 1]!.x)).toBe(true);
      }),
      { numRuns: 50 },
    ));
});

describe("smoothCurve", () => {
  it("stays within the curve, from its start to its end, and leaves a constant alone", () => {
    fc.assert(
      fc.property(curve, (points) => {
        const smooth = smoothCurve(points);
        expect(smooth.length).toBeLessThanOrEqual(251);
        expect([smooth[0]!.x, smooth.at(-1)!.x]).toEqual([0, points.length - 1]);
        expect(Math.min(...ys(smooth))).toBeGreaterThanOrEqual(Math.min(...ys(points)) - 1e-6);
        expect(Math.max(...ys(smooth))).toBeLessThanOrEqual(Math.max(...ys(points)) + 1e-6);
      }),
      { numRuns: 50 },
    );
    expect(
      ys(smoothCurve(Array.from({ length: 900 }, (_, x) => ({ x, y: 0.5 })))).every((y) => Math.abs(y - 0.5) < 1e-12),
    ).toBe(true);
  });
});
