import type { Schedule } from "./schedule.ts";

/** Settings of a fall in steps. */
export interface StepDecayOptions {
  /** Steps at which the factor falls, in any order; the step itself has the lower one. */
  readonly boundaries: readonly number[];
  /** What the factor is multiplied by at each; 0.1 by default. */
  readonly factor?: number;
}

/**
 * A factor of 1 that is multiplied by `factor` at every boundary.
 *
 * Source: Scenic `piecewise_constant` with equal ratios; PyTorch `MultiStepLR`.
 */
export function stepDecay({ boundaries, factor = 0.1 }: StepDecayOptions): Schedule {
  return (step) => factor ** boundaries.filter((boundary) => step >= boundary).length;
}
