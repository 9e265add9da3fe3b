import type { ClipIndex } from "@vivit/datasets";
import type { ClipLoader, ClipProblem } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import type { TrainerState, TrainingTensors } from "./checkpoint.ts";
import { scoreSplit, summarize } from "./evaluate-split.ts";
import { Interrupted, type InterruptionWatch, watchInterruption } from "./interruption.ts";
import { learningRateOf } from "./learning-rate.ts";
import { writeModelWeights } from "./model-directory.ts";
import { openLoader } from "./open-loader.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import { openRunSession, type RunSession } from "./run-session.ts";
import type { Runtime } from "./runtime.ts";
import { trainEpoch } from "./train-epoch.ts";

/** What a run of training is given. */
export interface TrainRun {
  readonly recipe: Recipe;
  readonly model: ModelConfig;
  readonly index: ClipIndex;
  /** Where everything is written. */
  readonly directory: string;
  readonly runtime: Runtime;
  /** Batches of the index, shared with other runs; one is opened for this run unless given. */
  readonly loader?: ClipLoader;
  /** What a new run begins with, if not with random values. */
  readonly initial?: Tree<HostTensor>;
  /** A checkpoint to go on from. */
  readonly from?: { readonly state: TrainerState; readonly tensors: TrainingTensors };
  readonly onStep?: (record: StepRecord, stepsPerEpoch: number) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/** What a finished run knows. */
export interface TrainedRun {
  readonly epochs: readonly EpochRecord[];
  readonly tensors: TrainingTensors;
  readonly seconds: number;
  /** Files that training and validation left out. */
  readonly problems: readonly ClipProblem[];
}

/**
 * Train a model, evaluating and writing a checkpoint after every epoch.
 *
 * @throws Interrupted after SIGINT or SIGTERM, once the state is saved; says how to go on
 */
export async function trainRun(run: TrainRun): Promise<TrainedRun> {
  const { recipe, index } = run;
  const loader =
    run.loader ?? openLoader(index, preprocessingOf(recipe), recipe.data, recipe.augmentation.horizontalFlip);
  const watch = watchInterruption();
  try {
    const session = await openRunSession(run, loader);
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
  const { recipe, model, directory } = run;
  const { key, stepsPerEpoch, begin, program, epochs } = session;
  const onStep = async (record: StepRecord) => {
    await session.log.write("step", record);
    run.onStep?.(record, stepsPerEpoch);
    if (watch.signal) await stopRun(session, directory, record.step, watch.signal);
  };
  const parts = { recipe, loader, program, rate: learningRateOf(recipe, stepsPerEpoch), key, stepsPerEpoch, onStep };
  let tensors = await program.read();
  for (let epoch = Math.floor(begin / stepsPerEpoch); epoch < recipe.train.epochs; epoch++) {
    const { loss: trainingLoss, ...speed } = await trainEpoch(parts, epoch, Math.max(0, begin - epoch * stepsPerEpoch));
    tensors = await program.read();
    const record = { epoch: epoch + 1, trainingLoss, ...(await validate(session, loader, tensors)), ...speed };
    epochs.push(record);
    await session.log.write("epoch", record);
    await session.save((epoch + 1) * stepsPerEpoch);
    run.onEpoch?.(record);
  }
  await writeModelWeights(directory, model, tensors.params);
  return { epochs, tensors, seconds: session.seconds(), problems: loader.problems };
}

/** Loss and accuracy on the validation clips, one centered view each. */
async function validate({ classifier }: RunSession, loader: ClipLoader, { params }: TrainingTensors) {
  const scores = await scoreSplit(loader, classifier, params, {
    split: "validation",
    views: { temporal: 1, spatial: 1 },
  });
  const { loss, ...accuracies } = summarize(scores);
  return { validationLoss: loss, ...accuracies };
}

async function stopRun(
  session: RunSession,
  directory: string,
  step: number,
  signal: "SIGINT" | "SIGTERM",
): Promise<never> {
  await session.save(step);
  throw new Interrupted(
    `train: stopped by ${signal} after step ${step}, everything is saved; go on with: vivit train --resume ${directory}`,
    signal,
  );
}
