import { setImmediate as nextTask } from "node:timers/promises";
import type { ClipLoader } from "@vivit/datasets/node";
import { foldIn, type RandomKey } from "@vivit/nn";
import type { Schedule } from "@vivit/training";
import type { EpochPosition } from "./checkpoint.ts";
import { findNonFinite, nonFiniteStep } from "./find-non-finite.ts";
import type { CallPosition, HostBatch } from "./training-inputs.ts";
import type { TrainingProgram } from "./training-program.ts";

/** What steps are taken with. */
export interface StepParts {
  readonly loader: Pick<ClipLoader, "trainingBatches" | "reuse">;
  readonly program: TrainingProgram;
  readonly rate: Schedule;
  readonly key: RandomKey;
  readonly stepsPerEpoch: number;
  /** Whether the state after a step is wanted. @param step counted from 1 over all epochs */
  readonly pausesAfter: (step: number) => boolean;
}

/** One step that was taken. */
export interface TakenStep {
  /** Counted from 0 within the epoch. */
  readonly step: number;
  /** The mean over the batch. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Seconds for which nothing computed, as the batch was not ready. */
  readonly waited: number;
  /** Whether the program holds the state after this step, until the next one is asked for; else the next one is under way. */
  readonly paused: boolean;
}

/**
 * Take the steps of an epoch from a place on, one update each; a batch that comes in parts is one step.
 *
 * While one call computes, the inputs of the next are made, and it begins as soon as the loss is known to be a number: whoever
 * reads the steps does not delay them.
 *
 * @throws Error naming the first bad tensor if a loss or gradient is no finite number
 */
export async function* trainingSteps(parts: StepParts, begin: EpochPosition): AsyncGenerator<TakenStep> {
  const { loader, program, stepsPerEpoch, pausesAfter } = parts;
  const calls = trainingCalls(parts, begin);
  let [lossSum, waited] = [0, 0];
  const start = async (coming: Coming): Promise<RunningCall | undefined> => {
    const asked = performance.now();
    const { value: call } = await coming;
    waited += (performance.now() - asked) / 1000;
    if (!call) return undefined;
    const results = toldLater(call.begin());
    return { ...call, results, coming: toldLater(nextTask().then(() => calls.next())) };
  };
  try {
    let call = await start(calls.next());
    while (call) {
      const { batch, position, learningRate, results, coming }: RunningCall = call;
      const { loss, gradientNorm } = await results;
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
        throw nonFiniteStep(position.step + 1, { loss, gradientNorm }, await firstBad(program, batch, position));
      loader.reuse(batch);
      lossSum += loss / program.parts;
      if (position.part < program.parts - 1) {
        call = await start(coming);
        continue;
      }
      const paused = pausesAfter(position.step + 1);
      const step = position.step - begin.epoch * stepsPerEpoch;
      const taken = { step, loss: lossSum, gradientNorm, learningRate, waited, paused };
      [lossSum, waited] = [0, 0];
      if (!paused) call = await start(coming);
      yield taken;
      if (paused) call = await start(coming);
    }
  } finally {
    await calls.return(undefined);
  }
}

type Coming = Promise<IteratorResult<TrainingCall, undefined>>;

/** A call that computes, and the one behind it. */
interface RunningCall extends Omit<TrainingCall, "begin"> {
  readonly results: ReturnType<TrainingCall["begin"]>;
  readonly coming: Coming;
}

/** A promise that may fail before anybody waits for it. */
function toldLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A call of the program that is ready to begin. */
interface TrainingCall {
  readonly batch: HostBatch;
  readonly position: CallPosition;
  readonly learningRate: number;
  readonly begin: ReturnType<TrainingProgram["prepare"]>;
}

async function* trainingCalls(
  { loader, program, rate, key, stepsPerEpoch }: StepParts,
  { epoch, steps }: EpochPosition,
): AsyncGenerator<TrainingCall, undefined, undefined> {
  const { parts, clips } = program;
  const order = { epoch, batchSize: clips, key: foldIn(key, "batches"), firstStep: steps * parts };
  for await (const batch of loader.trainingBatches(order)) {
    const step = Math.floor(batch.step / parts);
    if (step >= stepsPerEpoch) return; // clips that fill a part but no batch
    const position = { step: epoch * stepsPerEpoch + step, part: batch.step % parts };
    const learningRate = rate(position.step);
    yield { batch, position, learningRate, begin: program.prepare(batch, position, learningRate) };
  }
}

/** The first bad tensor of a step; only of what can be read without computing, if there is no memory to look deeper. */
async function firstBad(program: TrainingProgram, batch: HostBatch, position: CallPosition) {
  const { params } = await program.read();
  return (
    findNonFinite({ video: batch.video, params }) ?? (await program.diagnose(batch, position).catch(() => undefined))
  );
}
