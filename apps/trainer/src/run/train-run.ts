import type { ClipIndex } from "@vivit/datasets";
import type { ModelConfig } from "@vivit/models";
import { randomKey } from "@vivit/nn";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import { type TrainerState, type TrainingTensors, writeCheckpoint } from "./checkpoint.ts";
import { prepareClassifier } from "./classifier.ts";
import { scoreSplit, summarize } from "./evaluate-split.ts";
import { Interrupted, watchInterruption } from "./interruption.ts";
import { learningRateOf } from "./learning-rate.ts";
import { openMetricsLog } from "./metrics-log.ts";
import { writeModelDescription, writeModelWeights } from "./model-directory.ts";
import { openLoader } from "./open-loader.ts";
import { preprocessingOf } from "./preprocessing.ts";
import type { Runtime } from "./runtime.ts";
import { type EpochTraining, trainEpoch } from "./train-epochs.ts";
import { initialState, prepareTraining } from "./training-program.ts";

/** What a run of training is given. */
export interface TrainRun {
  readonly recipe: Recipe;
  readonly model: ModelConfig;
  readonly index: ClipIndex;
  /** Where everything is written. */
  readonly directory: string;
  readonly runtime: Runtime;
  /** A checkpoint to go on from. */
  readonly from?: { readonly state: TrainerState; readonly tensors: TrainingTensors };
  readonly onStep?: (record: StepRecord, stepsPerEpoch: number) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/** What a finished run knows. */
export interface TrainedRun {
  readonly steps: readonly StepRecord[];
  readonly epochs: readonly EpochRecord[];
  readonly tensors: TrainingTensors;
  readonly seconds: number;
}

/**
 * Train a model, evaluating and writing a checkpoint after every epoch.
 *
 * @throws Interrupted after SIGINT or SIGTERM, once the state is saved; says how to go on
 */
export async function trainRun(run: TrainRun): Promise<TrainedRun> {
  const { recipe, model, index, directory, runtime, from } = run;
  const key = randomKey(recipe.seed);
  const preprocessing = preprocessingOf(recipe);
  const loader = openLoader(index, preprocessing, recipe.data, recipe.augmentation.horizontalFlip);
  const watch = watchInterruption();
  const began = performance.now();
  try {
    const stepsPerEpoch = loader.stepsPerEpoch(recipe.train.batch);
    checkSameData(from?.state, stepsPerEpoch);
    await writeModelDescription(directory, { model, labels: index.classes, preprocessing });
    const log = openMetricsLog(directory);
    const first = from?.tensors ?? (await initialState(recipe, model, key));
    const program = await prepareTraining(runtime, recipe, model, first, key);
    const classifier = await prepareClassifier(runtime, model, first.params, recipe.evaluation.batch);
    const steps: StepRecord[] = [];
    const epochs: EpochRecord[] = [...(from?.state.epochs ?? [])];
    const seconds = () => (from?.state.seconds ?? 0) + (performance.now() - began) / 1000;
    const save = async (step: number) => {
      const tensors = await program.read();
      const state = {
        version: 1,
        step,
        stepsPerEpoch,
        recipe,
        data: index.directory,
        epochs,
        seconds: seconds(),
      } as const;
      await writeCheckpoint(directory, state, tensors);
      return tensors;
    };
    const onStep = async (record: StepRecord) => {
      steps.push(record);
      await log.write("step", record);
      run.onStep?.(record, stepsPerEpoch);
      if (!watch.signal) return false;
      await save(record.step);
      throw new Interrupted(
        `train: stopped by ${watch.signal} after step ${record.step}, everything is saved; go on with: vivit train --resume ${directory}`,
        watch.signal,
      );
    };
    const parts = { recipe, loader, program, rate: learningRateOf(recipe, stepsPerEpoch), key, stepsPerEpoch, onStep };
    const begin = from?.state.step ?? 0;
    let tensors = first;
    for (let epoch = Math.floor(begin / stepsPerEpoch); epoch < recipe.train.epochs; epoch++) {
      const training = await trainEpoch(parts, epoch, Math.max(0, begin - epoch * stepsPerEpoch));
      tensors = await program.read();
      const validation = summarize(
        await scoreSplit(loader, classifier, tensors.params, {
          split: "validation",
          views: { temporal: 1, spatial: 1 },
        }),
      );
      const record = epochRecord(epoch, training, validation);
      epochs.push(record);
      await log.write("epoch", record);
      await save((epoch + 1) * stepsPerEpoch);
      run.onEpoch?.(record);
    }
    await writeModelWeights(directory, model, tensors.params);
    await Promise.all([program.dispose(), classifier.dispose()]);
    return { steps, epochs, tensors, seconds: seconds() };
  } finally {
    watch.stop();
    await loader.dispose();
  }
}

function epochRecord(epoch: number, training: EpochTraining, validation: ReturnType<typeof summarize>): EpochRecord {
  const { loss: validationLoss, ...accuracies } = validation;
  const { loss: trainingLoss, ...speed } = training;
  return { epoch: epoch + 1, trainingLoss, validationLoss, ...accuracies, ...speed };
}

function checkSameData(state: TrainerState | undefined, stepsPerEpoch: number): void {
  if (state && state.stepsPerEpoch !== stepsPerEpoch)
    throw new Error(
      `train: expected ${state.stepsPerEpoch} steps an epoch as when the run began, got ${stepsPerEpoch}; the data in ${state.data} has changed, restore it or begin a new run`,
    );
}
