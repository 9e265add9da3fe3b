import type { Schedule } from "./schedule.ts";

/** Settings of a cosine. */
export interface CosineDecayOptions {
  /** Steps of the whole run, or of a cycle if the run has several. */
  readonly cycleSteps: number;
  /** Steps before the cosine begins; its factor is 1 till then. */
  readonly warmupSteps?: number;
  /** Steps of the whole run; one cycle by default. */
  readonly totalSteps?: number;
  /** Lowest factor; 0 by default. */
  readonly lowest?: number;
}

/**
 * A factor that falls from 1 to `lowest` along half a cosine, then begins again at 1: never run past the last step.
 *
 * Each cycle is shorter by its share of the warm-up, rounded down.
 *
 * Source: ViViT section 4.1; Scenic `cosine_decay` (`steps_per_cycle`, `total_steps`, `alpha`).
 */
export function cosineDecay({
  cycleSteps,
  warmupSteps = 0,
  totalSteps = cycleSteps,
  lowest = 0,
}: CosineDecayOptions): Schedule {
  const length = cycleSteps - Math.trunc(warmupSteps / (totalSteps / cycleSteps));
  if (!(length > 0))
    throw new RangeError(
      `cosineDecay: expected more steps than the warm-up's ${warmupSteps}, got ${cycleSteps}; train longer or warm up shorter`,
    );
  return (step) => {
    const progress = (Math.max(0, step - warmupSteps) / length) % 1;
    return lowest + (1 - lowest) * 0.5 * (1 + Math.cos(Math.PI * progress));
  };
}
