import type { ClipIndex } from "@vivit/datasets";
import type { ClipLoader, ClipProblem } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import { writeBeginning } from "./beginning.ts";
import type { EpochPosition, TrainerState, TrainingTensors } from "./checkpoint.ts";
import { endsEarly } from "./early-stopping.ts";
import { Interrupted, type InterruptionWatch, type StopSignal, watchInterruption } from "./interruption.ts";
import { learningRateOf } from "./learning-rate.ts";
import { writeModelWeights } from "./model-directory.ts";
import { openLoader } from "./open-loader.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import { readWhole } from "./read-checkpoint.ts";
import { findBest } from "./remove-older.ts";
import type { RunLock } from "./run-lock.ts";
import { openRunSession, type RunSession } from "./run-session.ts";
import type { Runtime } from "./runtime.ts";
import { trainEpoch } from "./train-epoch.ts";
import { servedOf } from "./training-state.ts";
import { validate } from "./validate.ts";

/** What a run of training is given. */
export interface TrainRun {
  readonly recipe: Recipe;
  readonly model: ModelConfig;
  readonly index: ClipIndex;
  /** Where everything is written. */
  readonly directory: string;
  /** The right to write there; whoever gives none answers for it. */
  readonly lock?: RunLock;
  readonly runtime: Runtime;
  /** Batches of the index, shared with other runs; one is opened for this run unless given. */
  readonly loader?: ClipLoader;
  /** What a new run begins with, if not with random values. */
  readonly initial?: Tree<HostTensor>;
  /** A checkpoint to go on from. */
  readonly from?: { readonly state: TrainerState; readonly tensors: TrainingTensors };
  readonly onStep?: (record: StepRecord, stepsPerEpoch: number) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Called at once when a signal asks the run to stop; it saves when the step has ended. */
  readonly onSignal?: (signal: StopSignal) => void;
}

/** What a finished run knows. */
export interface TrainedRun {
  readonly epochs: readonly EpochRecord[];
  /** Of the last epoch, or of the best where the recipe has early stopping. */
  readonly tensors: TrainingTensors;
  readonly seconds: number;
  /** Files that training and validation left out. */
  readonly problems: readonly ClipProblem[];
}

/**
 * Train a model; evaluate and save as often as the recipe says.
 *
 * @throws Interrupted after a signal, once the state is saved; says how to go on
 */
export async function trainRun(run: TrainRun): Promise<TrainedRun> {
  const { recipe, index } = run;
  const loader = run.loader ?? openLoader(index, preprocessingOf(recipe), recipe.data, recipe.augmentation);
  const watch = watchInterruption(run.onSignal); // before anything of the run lies on disk
  try {
    if (!run.from) await writeBeginning(run.directory, recipe, index); // from here on it can be resumed
    const session = await openRunSession(run, loader);
    if (!run.from) await session.save(session.begin);
    return await trainEpochs(run, session, loader, watch).finally(() => session.dispose());
  } finally {
    watch.stop();
    if (!run.loader) await loader.dispose();
  }
}

async function trainEpochs(
  run: TrainRun,
  session: RunSession,
  loader: ClipLoader,
  watch: InterruptionWatch,
): Promise<TrainedRun> {
  const { recipe, directory } = run;
  const { key, stepsPerEpoch, program, epochs } = session;
  const onStep = (record: StepRecord, position: EpochPosition, paused: boolean) =>
    afterStep(run, session, watch, record, position, paused);
  const pausesAfter = (step: number) => watch.signal !== undefined || isSaveDue(recipe, session, step);
  const rate = learningRateOf(recipe, stepsPerEpoch);
  const parts = { recipe, loader, program, rate, key, stepsPerEpoch, pausesAfter, onStep };
  let begin = session.begin;
  while (epochs.length < recipe.train.epochs && !endsEarly(epochs, recipe.earlyStopping)) {
    const epoch = epochs.length;
    const { loss: trainingLoss, position, ...speed } = await trainEpoch(parts, begin);
    const wanted = (epoch + 1) % recipe.evaluation.everyEpochs === 0 || epoch + 1 === recipe.train.epochs;
    const stop = () => stopIfAsked(session, directory, position, watch);
    const score = wanted ? await validate(session, run.model, loader, servedOf(await program.read()), stop) : undefined;
    const record = { epoch: epoch + 1, trainingLoss, ...score?.record, ...speed };
    epochs.push(record);
    session.log.write("epoch", record);
    begin = { epoch: epoch + 1, steps: 0, lossSum: 0 };
    const { params } = await session.save(begin, score);
    session.board.epoch(record, begin.epoch * stepsPerEpoch, params);
    run.onEpoch?.(record);
    await stopIfAsked(session, directory, begin, watch, true);
  }
  const tensors = await chooseTensors(run, session);
  await writeModelWeights(directory, run.model, servedOf(tensors));
  return { epochs, tensors, seconds: session.seconds(), problems: loader.problems };
}

async function afterStep(
  { directory, recipe, ...run }: TrainRun,
  session: RunSession,
  watch: InterruptionWatch,
  record: StepRecord,
  position: EpochPosition,
  paused: boolean,
): Promise<void> {
  session.log.write("step", record);
  session.board.step(record);
  run.onStep?.(record, session.stepsPerEpoch);
  if (!paused) return; // the next step is under way
  await stopIfAsked(session, directory, position, watch);
  if (isSaveDue(recipe, session, record.step)) await session.save(position);
}

function isSaveDue({ checkpoints }: Recipe, session: RunSession, step: number): boolean {
  const { everyMinutes, everySteps } = checkpoints;
  const byClock = everyMinutes > 0 && session.secondsUnsaved() >= 60 * everyMinutes;
  return byClock || (everySteps > 0 && step % everySteps === 0);
}

/** @throws Interrupted if a signal came, once the state is on disk */
async function stopIfAsked(
  session: RunSession,
  directory: string,
  position: EpochPosition,
  { signal }: InterruptionWatch,
  saved = false,
): Promise<void> {
  if (!signal) return;
  if (!saved) await session.save(position);
  const step = position.epoch * session.stepsPerEpoch + position.steps;
  throw new Interrupted(
    `train: stopped by ${signal} after step ${step}, everything is saved; go on with: vivit train --resume ${directory}`,
    signal,
  );
}

/** The last parameters, or the best where a run may end early. */
async function chooseTensors(
  { recipe: { earlyStopping }, directory }: TrainRun,
  { program }: RunSession,
): Promise<TrainingTensors> {
  const best = earlyStopping.patience > 0 ? await findBest(directory, earlyStopping.metric) : undefined;
  return best ? (await readWhole(best.path)).tensors : program.read();
}
