import type * as tf from "@tensorflow/tfjs-core";
import type { HostTree } from "@vivit/compile";
import { drawModelMasks, type ModelConfig } from "@vivit/models";
import { foldIn, type HostTensor, hostTensor, type RandomKey } from "@vivit/nn";
import { toRange } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { TrainingTensors } from "./checkpoint.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import type { Runtime } from "./runtime.ts";
import { trainingStepOf } from "./training-step.ts";

/** Clips and class numbers of one step, in plain memory. */
export interface HostBatch {
  /** [batch, frames, height, width, 3] in [-1, 1] */
  readonly video: HostTensor;
  /** [batch], or [batch, labels] for several heads or labels */
  readonly labels: HostTensor;
}

/** A training step that keeps parameters and optimizer state between calls. */
export interface TrainingProgram {
  step(batch: HostBatch, step: number, learningRate: number): Promise<{ loss: number; gradientNorm: number }>;
  /** Copy parameters and optimizer state. */
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
  labels: readonly number[] = [recipe.train.batch],
): Promise<TrainingProgram> {
  const { batch } = recipe.train;
  const { frames, height, width } = model.clip;
  const { range } = preprocessingOf(recipe);
  const masksOf = (step: number) => masksOfStep(recipe, model, foldIn(foldIn(key, "masks"), step));
  const scalar = { dtype: "float32", shape: [] } as const;
  const inputs = {
    state,
    batch: {
      video: { dtype: "float32", shape: [batch, frames, height, width, model.channels] },
      labels: { dtype: "int32", shape: labels },
      ...masksOf(0),
    },
    learningRate: scalar,
    step: scalar,
  };
  const program = await runtime.prepare(trainingStepOf(recipe, model) as never, inputs, { carry: "state" });
  return {
    async step({ video, labels }, step, learningRate) {
      const batch = { video: toRange(video, range), labels, ...masksOf(step) };
      const numbers = { learningRate: scalarOf(learningRate), step: scalarOf(step) };
      const results = await program.step({ batch, ...numbers } as never);
      const { loss, gradientNorm } = results as unknown as HostTree<{ loss: tf.Scalar; gradientNorm: tf.Scalar }>;
      return { loss: loss.values[0]!, gradientNorm: gradientNorm.values[0]! };
    },
    read: () => program.readCarry() as unknown as Promise<TrainingTensors>,
    dispose: () => program.dispose(),
  };
}

function masksOfStep({ train }: Recipe, model: ModelConfig, key: RandomKey) {
  const { batch, dropout, attentionDropout, dropPath, dropPathInFactorizedSelfAttention } = train;
  const rates = { dropout, attentionDropout, dropPath, dropPathInFactorizedSelfAttention };
  const masks = drawModelMasks(key, model, batch, rates);
  return masks ? { masks } : {};
}

function scalarOf(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
