import { foldIn } from "@vivit/nn";
import type { EpochPosition } from "./checkpoint.ts";
import { findNonFinite, nonFiniteStep } from "./find-non-finite.ts";
import type { EpochParts } from "./train-epoch.ts";
import type { CallPosition, HostBatch } from "./training-inputs.ts";
import type { TrainingProgram } from "./training-program.ts";

/** One step that was taken. */
export interface TakenStep {
  /** Counted from 0 within the epoch. */
  readonly step: number;
  /** The mean over the batch. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/**
 * Take the steps of an epoch from a place on, one update each; a batch that comes in parts is one step.
 *
 * @throws Error naming the first bad tensor if a loss or gradient is no finite number
 */
export async function* trainingSteps(
  { loader, program, rate, key, stepsPerEpoch }: Omit<EpochParts, "recipe" | "onStep">,
  { epoch, steps }: EpochPosition,
): AsyncGenerator<TakenStep> {
  const { parts, clips } = program;
  const order = { epoch, batchSize: clips, key: foldIn(key, "batches"), firstStep: steps * parts };
  let lossSum = 0;
  for await (const batch of loader.trainingBatches(order)) {
    const step = Math.floor(batch.step / parts);
    if (step >= stepsPerEpoch) return; // clips that fill a part but no batch
    const position = { step: epoch * stepsPerEpoch + step, part: batch.step % parts };
    const learningRate = rate(position.step);
    const { loss, gradientNorm } = await program.step(batch, position, learningRate);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
      throw nonFiniteStep(position.step + 1, { loss, gradientNorm }, await firstBad(program, batch, position));
    loader.reuse(batch);
    lossSum += loss / parts;
    if (position.part < parts - 1) continue;
    yield { step, loss: lossSum, gradientNorm, learningRate };
    lossSum = 0;
  }
}

/** The first bad tensor of a step; only of what can be read without computing, if there is no memory to look deeper. */
async function firstBad(program: TrainingProgram, batch: HostBatch, position: CallPosition) {
  const { params } = await program.read();
  return (
    findNonFinite({ video: batch.video, params }) ?? (await program.diagnose(batch, position).catch(() => undefined))
  );
}
