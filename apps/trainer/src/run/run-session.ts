import type { ClipLoader } from "@vivit/datasets/node";
import { type RandomKey, randomKey } from "@vivit/nn";
import type { EpochRecord } from "../report/run-report.ts";
import { type TrainerState, type TrainingTensors, writeCheckpoint } from "./checkpoint.ts";
import { type Classifier, prepareClassifier } from "./classifier.ts";
import { type MetricsLog, openMetricsLog } from "./metrics-log.ts";
import { writeModelDescription } from "./model-directory.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import type { TrainRun } from "./train-run.ts";
import { prepareTraining, type TrainingProgram } from "./training-program.ts";
import { initialState, restoredState } from "./training-state.ts";

/** A run under way: everything that is open while it trains. */
export interface RunSession {
  readonly key: RandomKey;
  readonly stepsPerEpoch: number;
  /** Steps taken before this session. */
  readonly begin: number;
  readonly program: TrainingProgram;
  readonly classifier: Classifier;
  readonly log: MetricsLog;
  /** Records of all epochs so far; grows. */
  readonly epochs: EpochRecord[];
  /** Seconds spent training, earlier sessions included. */
  seconds(): number;
  /** Write a checkpoint and return what it holds. */
  save(step: number): Promise<TrainingTensors>;
  dispose(): Promise<void>;
}

/** Make a run ready: the model's description on disk, the compiled step, the state it begins with. */
export async function openRunSession(
  { recipe, model, index, directory, runtime, initial, from }: TrainRun,
  loader: ClipLoader,
): Promise<RunSession> {
  const key = randomKey(recipe.seed);
  const stepsPerEpoch = loader.stepsPerEpoch(recipe.train.batch);
  checkSameData(from?.state, stepsPerEpoch);
  const began = performance.now();
  const first = from ? restoredState(recipe, model, from.tensors) : initialState(recipe, model, key, initial);
  const program = await prepareTraining(runtime, recipe, model, first, key);
  const classifier = await prepareClassifier(runtime, model, first.params, recipe.evaluation.batch);
  await writeModelDescription(directory, { model, labels: index.classes, preprocessing: preprocessingOf(recipe) });
  const epochs = [...(from?.state.epochs ?? [])];
  const seconds = () => (from?.state.seconds ?? 0) + (performance.now() - began) / 1000;
  return {
    key,
    stepsPerEpoch,
    begin: from?.state.step ?? 0,
    program,
    classifier,
    log: openMetricsLog(directory),
    epochs,
    seconds,
    async save(step) {
      const tensors = await program.read();
      await writeCheckpoint(
        directory,
        { version: 1, step, stepsPerEpoch, recipe, data: index.directory, epochs, seconds: seconds() },
        tensors,
      );
      return tensors;
    },
    dispose: async () => void (await Promise.all([program.dispose(), classifier.dispose()])),
  };
}

function checkSameData(state: TrainerState | undefined, stepsPerEpoch: number): void {
  if (state && state.stepsPerEpoch !== stepsPerEpoch)
    throw new Error(
      `train: expected ${state.stepsPerEpoch} steps an epoch as when the run began, got ${stepsPerEpoch}; the data in ${state.data} has changed, restore it or begin a new run`,
    );
}
