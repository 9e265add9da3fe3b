import type { ClipLoader } from "@vivit/datasets/node";
import { foldIn, type RandomKey } from "@vivit/nn";
import type { Schedule } from "@vivit/training";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { StepRecord } from "../report/run-report.ts";
import type { TrainingProgram } from "./training-program.ts";

/** One epoch's training, in numbers. */
export interface EpochTraining {
  readonly loss: number;
  readonly clipsPerSecond: number;
  /** Share of the time spent waiting for data, in [0, 1]. */
  readonly waitingShare: number;
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
  readonly onStep: (record: StepRecord) => Promise<void> | void;
}

/**
 * Train one epoch, or the rest of it.
 *
 * Batches and masks are functions of (seed, epoch, step), so a run that goes on in the middle sees what it would have seen.
 *
 * @param epoch counted from 0
 * @param firstStep step within the epoch
 */
export async function trainEpoch(parts: EpochParts, epoch: number, firstStep: number): Promise<EpochTraining> {
  const { recipe, loader, program, rate, key, stepsPerEpoch, onStep } = parts;
  const { batch: batchSize } = recipe.train;
  const began = performance.now();
  const waitedBefore = loader.waitedSeconds;
  let [lossSum, steps, last, waited] = [0, 0, began, waitedBefore];
  for await (const batch of loader.trainingBatches({ epoch, batchSize, key: foldIn(key, "batches"), firstStep })) {
    const step = epoch * stepsPerEpoch + batch.step;
    const learningRate = rate(step);
    const { loss, gradientNorm } = await program.step(batch, step, learningRate);
    if (!Number.isFinite(loss))
      throw new Error(
        `train: the loss became ${loss} at step ${step}; lower the learning rate (--learning-rate) or clip gradients (--train.clipNorm 1)`,
      );
    lossSum += loss;
    steps++;
    const now = performance.now();
    const seconds = (now - last) / 1000;
    const waitingShare = (loader.waitedSeconds - waited) / seconds;
    [last, waited] = [now, loader.waitedSeconds];
    const record = {
      step: step + 1,
      epoch: epoch + 1,
      loss,
      learningRate,
      gradientNorm,
      clipsPerSecond: batchSize / seconds,
      waitingShare,
    };
    await onStep(record);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    loss: lossSum / Math.max(1, steps),
    clipsPerSecond: (steps * batchSize) / seconds,
    waitingShare: (loader.waitedSeconds - waitedBefore) / seconds,
  };
}
