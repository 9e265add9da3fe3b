import type { Schedule } from "./schedule.ts";

/**
 * A factor that rises evenly from `from` at step 0 to 1 at step `steps` and stays there.
 *
 * @param steps may be a fraction: the paper warms up for 2.5 epochs; 0 means no warm-up
 * @param from 0 by default, so that the first step has rate 0, as in the reference
 * Source: Scenic `linear_warmup`, its `warmup_alpha`.
 */
export function linearWarmup(steps: number, from = 0): Schedule {
  return (step) => (steps > 0 ? Math.min(1, from + (step * (1 - from)) / steps) : 1);
}
