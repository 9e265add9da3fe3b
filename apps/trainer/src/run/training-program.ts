import type * as tf from "@tensorflow/tfjs-core";
import type { HostTree } from "@vivit/compile";
import type { ModelConfig } from "@vivit/models";
import type { RandomKey } from "@vivit/nn";
import { initialTrainingState } from "@vivit/training";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { TrainingTensors } from "./checkpoint.ts";
import type { BadTensor } from "./find-non-finite.ts";
import type { Runtime } from "./runtime.ts";
import { diagnoseStep } from "./training-diagnosis.ts";
import { type CallPosition, type HostBatch, partsOf, trainingInputs } from "./training-inputs.ts";
import { type LossData, lossOf, optimizerOf, trainingStepOf } from "./training-step.ts";

/** A training step that keeps parameters and optimizer state between calls. */
export interface TrainingProgram {
  /** Calls that make one step, each with a part of the batch. */
  readonly parts: number;
  /** Clips in one call. */
  readonly clips: number;
  /** Make the inputs of a call. @returns what begins it */
  prepare(
    batch: HostBatch,
    position: CallPosition,
    learningRate: number,
  ): () => Promise<{ loss: number; gradientNorm: number }>;
  /** Look for the first bad tensor of a call whose loss or gradient was no finite number; such a call changes nothing. */
  diagnose(batch: HostBatch, position: CallPosition): Promise<BadTensor | undefined>;
  /** Copy parameters, their running mean and the optimizer's state. */
  read(): Promise<TrainingTensors>;
  dispose(): Promise<void>;
}

/** Prepare the step of a recipe for batches of one size, starting from a state. */
export async function prepareTraining(
  runtime: Runtime,
  recipe: Recipe,
  model: ModelConfig,
  state: TrainingTensors,
  key: RandomKey,
  data: LossData = {},
): Promise<TrainingProgram> {
  const { parts, clips } = partsOf(recipe);
  const inputs = trainingInputs(recipe, model, key, data.labels);
  const { gradients } = initialTrainingState(state.params, { optimizer: optimizerOf(recipe, model), parts });
  const carried = { ...state, ...(gradients ? { gradients } : {}) };
  const step = trainingStepOf(recipe, model, data);
  const program = await runtime.prepare(step as never, { state: carried, ...inputs.shapes }, { carry: "state" });
  const read = async (): Promise<TrainingTensors> => {
    const { gradients: _, ...tensors } = (await program.readCarry()) as unknown as typeof carried;
    return tensors;
  };
  return {
    parts,
    clips,
    prepare(batch, position, learningRate) {
      const values = inputs.at(batch, position, learningRate);
      return async () => {
        const results = await program.step(values as never);
        const { loss, gradientNorm } = results as unknown as HostTree<{ loss: tf.Scalar; gradientNorm: tf.Scalar }>;
        return { loss: loss.values[0]!, gradientNorm: gradientNorm.values[0]! };
      };
    },
    async diagnose(batch, position) {
      const { params } = await read();
      return diagnoseStep(runtime, model, lossOf(recipe, model, data), params, inputs.at(batch, position, 0));
    },
    read,
    dispose: () => program.dispose(),
  };
}
