import { foldIn, type RandomKey, uniform } from "@vivit/nn";
import type { MotionClass, UnseenMotion } from "./motion-classes.ts";
import { type Change, still } from "./pose-change.ts";
import { blinking, circling, zigzag } from "./unseen-motions.ts";

/** Where a shape is. Lengths are in units of the frame's side; y grows downwards. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Radians, clockwise. */
  readonly angle: number;
  /** Whether the frame shows nothing. */
  readonly isHidden?: boolean;
}

/** Side of the square after which the scene repeats: the share of a frame that a 32 of 40 crop keeps. */
export const period = 0.8;

/** Smallest and largest radius. */
export const radiusRange = [0.18, 0.32] as const;

/**
 * The path of a shape: its pose at each frame, a function of the class and a key.
 *
 * Position, size and angle at any one frame have the same distribution in every class. That is why the plane
 * repeats (a shape that leaves on one side enters on the other) and sizes start over: without it, a shape moving
 * right would be found on the left at first and on the right at last, and one frame would tell.
 */
export function motionPath(motion: MotionClass | UnseenMotion, key: RandomKey): (frame: number) => Pose {
  const [x, y, size, angle, speed, driftX, driftY, turn] = uniform(foldIn(key, "path"), 8) as unknown as EightNumbers;
  const move = motionOf(motion, speed, turn, foldIn(key, "move"));
  return (frame) => {
    const change = move(frame);
    return {
      x: x * period + change.x + (driftX - 0.5) * slowDrift * frame,
      y: y * period + change.y + (driftY - 0.5) * slowDrift * frame,
      radius: radiusAt(size + change.size),
      angle: 2 * Math.PI * angle + change.angle,
      ...(change.isHidden ? { isHidden: true } : {}),
    };
  };
}

type EightNumbers = readonly [number, number, number, number, number, number, number, number];

/** Side lengths a frame that every shape may drift. */
const slowDrift = 0.002;

function motionOf(
  motion: MotionClass | UnseenMotion,
  speed: number,
  turn: number,
  key: RandomKey,
): (frame: number) => Change {
  const pace = between(0.011, 0.019, speed); // sides a frame
  const spin = between(0.1, 0.17, speed); // radians a frame
  const growth = between(0.017, 0.025, speed); // cycles a frame
  switch (motion) {
    case "left":
      return (frame) => ({ ...still, x: -pace * frame });
    case "right":
      return (frame) => ({ ...still, x: pace * frame });
    case "up":
      return (frame) => ({ ...still, y: -pace * frame });
    case "down":
      return (frame) => ({ ...still, y: pace * frame });
    case "clockwise":
      return (frame) => ({ ...still, angle: spin * frame });
    case "counterclockwise":
      return (frame) => ({ ...still, angle: -spin * frame });
    case "growing":
      return (frame) => ({ ...still, size: growth * frame });
    case "shrinking":
      return (frame) => ({ ...still, size: -growth * frame });
    case "there-and-back":
      return thereAndBack(pace, between(19, 31, turn), key);
    case "trembling":
      return trembling(between(0.04, 0.07, speed), key);
    case "circling":
      return circling(between(0.12, 0.2, speed), between(0.2, 0.32, turn));
    case "zigzag":
      return zigzag(pace, between(6, 9, turn));
    case "blinking":
      return blinking(between(5, 9, speed), between(0, 9, turn));
  }
}

/** Along one of the four directions, and back again from frame `turn` on. */
function thereAndBack(pace: number, turn: number, key: RandomKey): (frame: number) => Change {
  const quarter = Math.floor(uniform(key, 1)[0]! * 4);
  const [alongX, alongY] = (
    [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const
  )[quarter]!;
  return (frame) => {
    const way = pace * (turn - Math.abs(frame - turn));
    return { ...still, x: alongX * way, y: alongY * way };
  };
}

/** A new random place within `reach` of the first, every frame. */
function trembling(reach: number, key: RandomKey): (frame: number) => Change {
  return (frame) => {
    const [x, y] = uniform(foldIn(key, Math.floor(frame)), 2) as unknown as [number, number];
    return { ...still, x: (x * 2 - 1) * reach, y: (y * 2 - 1) * reach };
  };
}

/** Radius at a point of the cycle: it grows by equal factors, then starts over. */
function radiusAt(cycle: number): number {
  const [smallest, largest] = radiusRange;
  return smallest * (largest / smallest) ** (cycle - Math.floor(cycle));
}

function between(low: number, high: number, at: number): number {
  return low + (high - low) * at;
}

/** A pose and its repetitions that touch the frame. */
export function visibleCopies({ x, y, radius, angle, isHidden }: Pose): Pose[] {
  if (isHidden) return [];
  return placesIn(x, radius).flatMap((left) => placesIn(y, radius).map((top) => ({ x: left, y: top, radius, angle })));
}

/** Where a length of the plane repeats within the frame, from the first whose far edge is inside. */
function placesIn(at: number, radius: number): number[] {
  const first = at - Math.floor((at + radius) / period) * period;
  return [first, first + period, first + 2 * period].filter((place) => place - radius < 1);
}
