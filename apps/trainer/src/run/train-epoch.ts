import type { Recipe } from "../recipe/recipe-schema.ts";
import type { StepRecord } from "../report/run-report.ts";
import type { EpochPosition } from "./checkpoint.ts";
import { type StepParts, trainingSteps } from "./training-steps.ts";

/** One epoch's training, in numbers. */
export interface EpochTraining {
  readonly loss: number;
  readonly clipsPerSecond: number;
  /** Share of the time spent waiting for data, in [0, 1]. */
  readonly waitingShare: number;
  /** The end of the epoch. */
  readonly position: EpochPosition;
}

/** What an epoch of training works with. */
export interface EpochParts extends StepParts {
  readonly recipe: Recipe;
  /**
   * Called after every step; what it throws ends the epoch.
   *
   * @param paused whether the program holds the state after this step; else the next one is under way
   */
  readonly onStep: (record: StepRecord, position: EpochPosition, paused: boolean) => Promise<void> | void;
}

/**
 * Train one epoch, or the rest of it.
 *
 * Batches and masks are functions of (seed, epoch, step), so a run that goes on in the middle sees what it would have seen.
 *
 * @throws Error naming the first bad tensor if a loss or gradient is no finite number
 */
export async function trainEpoch(parts: EpochParts, begin: EpochPosition): Promise<EpochTraining> {
  const { recipe, stepsPerEpoch, onStep } = parts;
  const { epoch } = begin;
  const { batch: batchSize } = recipe.train;
  const began = performance.now();
  let [position, last, waitedSum] = [begin, began, 0];
  for await (const { step: stepInEpoch, waited, paused, ...taken } of trainingSteps(parts, begin)) {
    position = { epoch, steps: stepInEpoch + 1, lossSum: position.lossSum + taken.loss };
    const now = performance.now();
    const seconds = (now - last) / 1000;
    [last, waitedSum] = [now, waitedSum + waited];
    const speed = { clipsPerSecond: batchSize / seconds, waitingShare: waited / seconds };
    const step = epoch * stepsPerEpoch + stepInEpoch + 1;
    await onStep({ step, epoch: epoch + 1, ...taken, ...speed }, position, paused);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    loss: position.lossSum / Math.max(1, position.steps),
    clipsPerSecond: ((position.steps - begin.steps) * batchSize) / seconds,
    waitingShare: waitedSum / seconds,
    position,
  };
}
