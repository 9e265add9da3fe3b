import { blur, max, min } from "d3-array";
import type { StepRecord } from "./run-report.ts";

/** A point of a curve: `x` in epochs since the start, so 1 is the end of the first. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** One value of every step, placed in epochs; values that are no finite numbers are left out. */
export function followRun(steps: readonly StepRecord[], value: (step: StepRecord) => number): CurvePoint[] {
  const ranges = new Map<number, [first: number, last: number]>();
  for (const { epoch, step } of steps) {
    const [first, last] = ranges.get(epoch) ?? [step, step];
    ranges.set(epoch, [Math.min(first, step), Math.max(last, step)]);
  }
  return steps
    .map((step) => {
      const [first, last] = ranges.get(step.epoch)!;
      return { x: step.epoch - 1 + (step.step - first + 1) / (last - first + 1), y: value(step) };
    })
    .filter(({ y }) => Number.isFinite(y));
}

/** The course of a noisy curve: blurred over about a hundredth of it, at most 250 points. */
export function smoothCurve(points: readonly CurvePoint[]): CurvePoint[] {
  const smooth = blur(
    points.map(({ y }) => y),
    points.length / 100,
  );
  const stride = Math.max(1, Math.ceil(points.length / 250));
  return points
    .map(({ x }, at) => ({ x, y: smooth[at]! }))
    .filter((_, at) => at % stride === 0 || at === points.length - 1);
}

/** A curve with fewer points and the same outline: the lowest and the highest point of each of 250 spans. */
export function thinCurve(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= 500) return [...points];
  const span = points.length / 250;
  return Array.from({ length: 250 }, (_, at) =>
    points.slice(Math.floor(at * span), Math.floor((at + 1) * span)),
  ).flatMap((part) => {
    const [low, high] = [min(part, ({ y }) => y), max(part, ({ y }) => y)];
    const [first, second] = [part.find(({ y }) => y === low)!, part.find(({ y }) => y === high)!];
    return first === second ? [first] : [first, second].sort((one, other) => one.x - other.x);
  });
}
