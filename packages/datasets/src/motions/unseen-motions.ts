import { type Change, still } from "./pose-change.ts";

/** Around a circle of a radius, so many radians a frame. */
export function circling(radius: number, spin: number): (frame: number) => Change {
  return (frame) => ({ ...still, x: radius * (Math.cos(spin * frame) - 1), y: radius * Math.sin(spin * frame) });
}

/** Across, and down and up again after so many frames. */
export function zigzag(pace: number, turn: number): (frame: number) => Change {
  return (frame) => {
    const phase = (frame / turn) % 2;
    return { ...still, x: pace * frame, y: pace * 1.6 * turn * (1 - Math.abs(phase - 1)) };
  };
}

/** Where it is, but gone for as many frames as it was there. */
export function blinking(turn: number, begin: number): (frame: number) => Change {
  return (frame) => ({ ...still, isHidden: Math.floor((frame + begin) / turn) % 2 === 1 });
}
