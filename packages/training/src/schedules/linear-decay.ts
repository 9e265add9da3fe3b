import type { Schedule } from "./schedule.ts";

/** Settings of a linear fall. */
export interface LinearDecayOptions {
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** Steps before the fall begins; the factor is 1 till then. */
  readonly warmupSteps?: number;
  /** Factor at the end and after it; 0 by default. */
  readonly lowest?: number;
}

/**
 * A factor that falls evenly from 1 at the end of the warm-up to `lowest` at the last step and stays there.
 *
 * Source: optax `linear_schedule`.
 */
export function linearDecay({ totalSteps, warmupSteps = 0, lowest = 0 }: LinearDecayOptions): Schedule {
  const length = totalSteps - warmupSteps;
  if (!(length > 0))
    throw new RangeError(
      `linearDecay: expected more steps than the warm-up's ${warmupSteps}, got ${totalSteps}; train longer or warm up shorter`,
    );
  return (step) => {
    const progress = Math.min(1, Math.max(0, step - warmupSteps) / length);
    return 1 - (1 - lowest) * progress;
  };
}
