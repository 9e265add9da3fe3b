import { foldIn, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { type MotionClass, motionClasses, type UnseenMotion } from "./motion-classes.ts";
import { motionPath, type Pose, period, radiusRange, visibleCopies } from "./motion-path.ts";

const key = (number: number) => foldIn(randomKey(11), number);
const poses = (motion: MotionClass | UnseenMotion, number: number) =>
  Array.from({ length: 50 }, (_, frame) => motionPath(motion, key(number))(frame));
const change = (list: Pose[], read: (pose: Pose) => number) =>
  list.slice(1).map((pose, frame) => read(pose) - read(list[frame]!));

describe("motionPath", () => {
  it.each<[MotionClass, (pose: Pose) => number, 1 | -1]>([
    ["right", ({ x }) => x, 1],
    ["left", ({ x }) => x, -1],
    ["down", ({ y }) => y, 1],
    ["up", ({ y }) => y, -1],
    ["clockwise", ({ angle }) => angle, 1],
    ["counterclockwise", ({ angle }) => angle, -1],
  ])("%s goes one way at an even speed", (motion, read, sign) => {
    for (let number = 0; number < 20; number++) {
      const steps = change(poses(motion, number), read).map((step) => step * sign);
      expect(Math.min(...steps)).toBeGreaterThan(0.009); // sides or radians a frame
      expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-6);
    }
  });

  it.each<[MotionClass, 1 | -1]>([
    ["growing", 1],
    ["shrinking", -1],
  ])("%s changes size by even factors and starts over at the end of the range", (motion, sign) => {
    for (let number = 0; number < 20; number++) {
      const factors = change(poses(motion, number), ({ radius }) => Math.log(radius)).map((step) => step * sign);
      const jumps = factors.filter((factor) => factor < 0);
      expect(jumps.length).toBeLessThanOrEqual(2);
      const steady = factors.filter((factor) => factor > 0);
      expect(Math.min(...steady)).toBeGreaterThan(0.009);
      expect(Math.max(...steady) - Math.min(...steady)).toBeLessThan(1e-6);
    }
  });

  it("circling comes back to where it began, at an even distance from its middle", () => {
    for (let number = 0; number < 20; number++) {
      const list = poses("circling", number);
      const xs = list.map(({ x }) => x);
      const [middleX, middleY] = [(Math.max(...xs) + Math.min(...xs)) / 2, list[0]!.y];
      const distances = list.map(({ x, y }) => Math.hypot(x - middleX, y - middleY));
      expect(Math.min(...distances)).toBeGreaterThan(0.05); // it drifts a little as well
      expect(Math.max(...distances)).toBeLessThan(0.3);
    }
  });

  it("zigzag goes right all the time, and down and up in turn", () => {
    for (let number = 0; number < 20; number++) {
      const list = poses("zigzag", number);
      expect(Math.min(...change(list, ({ x }) => x))).toBeGreaterThan(0.009);
      const ways = change(list, ({ y }) => y).map(Math.sign);
      const turns = ways.filter((way, frame) => frame > 0 && way !== ways[frame - 1]);
      expect(turns.length).toBeGreaterThan(3);
    }
  });

  it("blinking shows itself about half of the time, and stays in place", () => {
    for (let number = 0; number < 20; number++) {
      const list = poses("blinking", number);
      const hidden = list.filter((pose) => visibleCopies(pose).length === 0).length;
      expect(hidden).toBeGreaterThan(15);
      expect(hidden).toBeLessThan(35);
      expect(Math.max(...change(list, ({ x }) => x).map(Math.abs))).toBeLessThan(0.002);
    }
  });

  it("there-and-back turns once, in the middle third, and retraces its way", () => {
    for (let number = 0; number < 20; number++) {
      const list = poses("there-and-back", number);
      const away = list.map(({ x, y }) => Math.hypot(x - list[0]!.x, y - list[0]!.y));
      const turn = away.indexOf(Math.max(...away));
      expect(turn).toBeGreaterThan(17);
      expect(turn).toBeLessThan(33);
      expect(away[turn]!).toBeGreaterThan(0.2);
      const back = away[Math.min(49, 2 * turn)]!;
      expect(back).toBeLessThan(away[turn]! * 0.5 + 0.1); // clips that turn late do not get all the way back
    }
  });

  it("trembling stays in place and never goes the same way for long", () => {
    for (let number = 0; number < 20; number++) {
      const list = poses("trembling", number);
      expect(Math.max(...list.map(({ x }) => Math.abs(x - list[0]!.x)))).toBeLessThan(0.2);
      const turns = change(list, ({ x }) => x).filter(
        (step, frame, steps) => frame > 0 && step * steps[frame - 1]! < 0,
      );
      expect(turns.length).toBeGreaterThan(15);
    }
  });

  // What a single frame shows: with n draws, a circular mean of uniform values stays below 3.5 / sqrt(n) almost surely.
  it.each(motionClasses)("%s has the same distribution of place, size and angle in every frame", (motion) => {
    const count = 800;
    for (const frame of [0, 12, 25, 37, 49]) {
      const seen = Array.from({ length: count }, (_, number) => motionPath(motion, key(number))(frame));
      const [smallest, largest] = radiusRange;
      const cycles = {
        x: seen.map(({ x }) => x / period),
        y: seen.map(({ y }) => y / period),
        size: seen.map(({ radius }) => Math.log(radius / smallest) / Math.log(largest / smallest)),
        angle: seen.map(({ angle }) => angle / (2 * Math.PI)),
      };
      for (const [name, values] of Object.entries(cycles))
        expect(circularMean(values), `${name} at frame ${frame}`).toBeLessThan(3.5 / Math.sqrt(count));
    }
  });
});

describe("visibleCopies", () => {
  it("repeats a pose wherever the plane's repetition meets the frame, and shows one period of it in any crop", () => {
    const copies = visibleCopies({ x: 5.03, y: -2.39, radius: 0.1, angle: 0 });
    expect(copies.map(({ x, y }) => [round(x), round(y)])).toEqual([
      [0.23, 0.01],
      [0.23, 0.81],
      [1.03, 0.01],
      [1.03, 0.81],
    ]);
  });
});

function circularMean(cycles: readonly number[]): number {
  const mean = (wave: (angle: number) => number) =>
    cycles.reduce((sum, at) => sum + wave(2 * Math.PI * at), 0) / cycles.length;
  return Math.hypot(mean(Math.cos), mean(Math.sin));
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
