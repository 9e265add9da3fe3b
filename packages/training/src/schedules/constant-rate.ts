import type { Schedule } from "./schedule.ts";

/** Always the same rate. Source: Scenic `constant`. */
export function constantRate(rate: number): Schedule {
  return () => rate;
}
