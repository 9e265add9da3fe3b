import type { ClipLoader } from "@vivit/datasets/node";
import type { RandomKey } from "@vivit/nn";
import type { Schedule } from "@vivit/training";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { StepRecord } from "../report/run-report.ts";
import type { EpochPosition } from "./checkpoint.ts";
import type { TrainingProgram } from "./training-program.ts";
import { trainingSteps } from "./training-steps.ts";

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
export interface EpochParts {
  readonly recipe: Recipe;
  readonly loader: ClipLoader;
  readonly program: TrainingProgram;
  readonly rate: Schedule;
  readonly key: RandomKey;
  readonly stepsPerEpoch: number;
  /** Called after every step; what it throws ends the epoch. */
  readonly onStep: (record: StepRecord, position: EpochPosition) => Promise<void> | void;
}

/**
 * Train one epoch, or the rest of it.
 *
 * Batches and masks are functions of (seed, epoch, step), so a run that goes on in the middle sees what it would have seen.
 *
 * @throws Error naming the first bad tensor if a loss or gradient is no finite number
 */
export async function trainEpoch(parts: EpochParts, begin: EpochPosition): Promise<EpochTraining> {
  const { recipe, loader, stepsPerEpoch, onStep } = parts;
  const { epoch } = begin;
  const { batch: batchSize } = recipe.train;
  const began = performance.now();
  const waitedBefore = loader.waitedSeconds;
  let [position, last, waited] = [begin, began, waitedBefore];
  for await (const { step: stepInEpoch, loss, gradientNorm, learningRate } of trainingSteps(parts, begin)) {
    const step = epoch * stepsPerEpoch + stepInEpoch;
    position = { epoch, steps: stepInEpoch + 1, lossSum: position.lossSum + loss };
    const now = performance.now();
    const seconds = (now - last) / 1000;
    const waitingShare = (loader.waitedSeconds - waited) / seconds;
    [last, waited] = [now, loader.waitedSeconds];
    const speed = { clipsPerSecond: batchSize / seconds, waitingShare };
    await onStep({ step: step + 1, epoch: epoch + 1, loss, learningRate, gradientNorm, ...speed }, position);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    loss: position.lossSum / Math.max(1, position.steps),
    clipsPerSecond: ((position.steps - begin.steps) * batchSize) / seconds,
    waitingShare: (loader.waitedSeconds - waitedBefore) / seconds,
    position,
  };
}
