import type { Schedule } from "./schedule.ts";

/** The product of schedules: a peak rate times its factors. Source: Scenic `compound`, "constant * cosine_decay * linear_warmup". */
export function multiplySchedules(...factors: readonly Schedule[]): Schedule {
  return (step) => factors.reduce((product, factor) => product * factor(step), 1);
}
