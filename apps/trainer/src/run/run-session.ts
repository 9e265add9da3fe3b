import { labelShape } from "@vivit/datasets";
import type { ClipLoader } from "@vivit/datasets/node";
import { type RandomKey, randomKey } from "@vivit/nn";
import type { EpochRecord } from "../report/run-report.ts";
import { logTraining, type TrainingBoard } from "../tensorboard/log-training.ts";
import { type EpochPosition, type TrainingTensors, writeCheckpoint } from "./checkpoint.ts";
import { type Classifier, prepareClassifier } from "./classifier.ts";
import { countTrainingClips } from "./count-training-clips.ts";
import { fingerprintOf } from "./data-fingerprint.ts";
import { refuseNonFinite } from "./find-non-finite.ts";
import type { Score } from "./manifest.ts";
import { type MetricsLog, openMetricsLog } from "./metrics-log.ts";
import { writeModelDescription } from "./model-directory.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import type { TrainRun } from "./train-run.ts";
import { partsOf } from "./training-inputs.ts";
import { prepareTraining, type TrainingProgram } from "./training-program.ts";
import { initialState, restoredState } from "./training-state.ts";

/** A run under way: everything that is open while it trains. */
export interface RunSession {
  readonly key: RandomKey;
  readonly stepsPerEpoch: number;
  /** Where this session begins. */
  readonly begin: EpochPosition;
  readonly program: TrainingProgram;
  readonly classifier: Classifier;
  readonly log: MetricsLog;
  readonly board: TrainingBoard;
  /** Records of all epochs so far; grows. */
  readonly epochs: EpochRecord[];
  /** Seconds spent training, earlier sessions included. */
  seconds(): number;
  /** Seconds since the last checkpoint, or the beginning of the session. */
  secondsUnsaved(): number;
  /** Write a checkpoint and return what it holds. @param score of an evaluation of just these parameters */
  save(position: EpochPosition, score?: Score): Promise<TrainingTensors>;
  dispose(): Promise<void>;
}

/** Make a run ready: the model's description on disk, the compiled step, the state it begins with. */
export async function openRunSession(run: TrainRun, loader: ClipLoader): Promise<RunSession> {
  const { recipe, model, index, directory, from } = run;
  const key = randomKey(recipe.seed);
  const stepsPerEpoch = loader.stepsPerEpoch(recipe.train.batch);
  const programs = await preparePrograms(run, key);
  await writeModelDescription(directory, { model, labels: index.classes, preprocessing: preprocessingOf(recipe) });
  const epochs = [...(from?.state.epochs ?? [])];
  const log = await openMetricsLog(directory, { step: from?.state.step ?? 0, epochs: epochs.length });
  const board = await logTraining(directory, { begin: from?.state.step ?? 0, stepsPerEpoch, recipe });
  const clock = startClock(from?.state.seconds ?? 0);
  return {
    key,
    stepsPerEpoch,
    begin: from?.state.position ?? { epoch: 0, steps: 0, lossSum: 0 },
    ...programs,
    log,
    board,
    epochs,
    ...clock,
    async save(position, score) {
      const tensors = await programs.program.read();
      const step = position.epoch * stepsPerEpoch + position.steps;
      refuseNonFinite(tensors, step);
      await Promise.all([run.lock?.check(), log.flush(), board.flush()]);
      const progress = { step, stepsPerEpoch, position, epochs, key, seconds: clock.seconds() };
      const data = { data: index.source ?? index.directory, fingerprint: fingerprintOf(index) };
      const retention = { keep: recipe.checkpoints.keep, metric: recipe.earlyStopping.metric };
      await writeCheckpoint(directory, { version: 2, recipe, ...progress, ...data }, tensors, retention, score);
      clock.saved();
      return tensors;
    },
    dispose: async () =>
      void (await Promise.all([...Object.values(programs).map((each) => each.dispose()), log.close(), board.close()])),
  };
}

/** The compiled step with the state it begins with, and the classifier that evaluates it. */
async function preparePrograms({ recipe, model, index, runtime, initial, from }: TrainRun, key: RandomKey) {
  const first = from ? restoredState(recipe, model, from.tensors) : initialState(recipe, model, key, initial);
  const program = await prepareTraining(runtime, recipe, model, first, key, {
    classCounts: countTrainingClips(index),
    labels: labelShape(index, partsOf(recipe).clips),
  });
  const { range } = preprocessingOf(recipe);
  const classifier = await prepareClassifier(runtime, model, first.params, recipe.evaluation.batch, range);
  return { program, classifier };
}

/** Counts seconds by a clock that never goes back. */
function startClock(before: number) {
  const began = performance.now();
  let saved = began;
  return {
    seconds: () => before + (performance.now() - began) / 1000,
    secondsUnsaved: () => (performance.now() - saved) / 1000,
    saved: () => {
      saved = performance.now();
    },
  };
}
