import type * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig, type ModelParams, parameterSpecs } from "@vivit/models";
import { type Tree, treeLeaves } from "@vivit/nn";
import {
  adam,
  adamW,
  classificationLoss,
  createTrainingStep,
  multiHot,
  type Optimizer,
  sgdMomentum,
} from "@vivit/training";
import { freezeBy } from "../recipe/freeze-pattern.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** What a training step is given beside parameters: clips in [-1, 1], class numbers, and masks where anything is dropped. */
export type TrainingBatch = {
  readonly video: tf.Tensor5D;
  /** [batch], or [batch, labels] for several heads or labels. */
  readonly labels: tf.Tensor1D | tf.Tensor2D;
  readonly masks?: Tree<tf.Tensor>;
};

/** The optimizer that a recipe asks for. */
export function optimizerOf({ optimizer }: Recipe): Optimizer {
  const { name } = optimizer;
  if (name === "momentum") return sgdMomentum({ momentum: optimizer.momentum, weightDecay: optimizer.weightDecay });
  const means = { meanDecay: optimizer.beta1, varianceDecay: optimizer.beta2, epsilon: optimizer.epsilon };
  return name === "adam" ? adam(means) : adamW({ ...means, weightDecay: optimizer.weightDecay });
}

/** One step of training as a pure function: forward, backward, clipping, update. */
export function trainingStepOf(recipe: Recipe, model: ModelConfig) {
  const { labelSmoothing, clipNorm } = recipe.train;
  return createTrainingStep<ModelParams, TrainingBatch>({
    loss: (params, { video, labels, masks }) =>
      classificationLoss(applyModel(video, params, model, masks), multiHot(labels, model.classes), model, {
        smoothing: labelSmoothing,
      }),
    optimizer: optimizerOf(recipe),
    ...(clipNorm > 0 ? { clipNorm } : {}),
    ...(recipe.init.freeze.length > 0 ? { isFrozen: frozenOf(recipe, model) } : {}),
  });
}

/**
 * Which parameters a recipe leaves as they are.
 *
 * @throws UsageError for a pattern that names none
 */
export function frozenOf({ init }: Recipe, model: ModelConfig): (path: string) => boolean {
  return freezeBy(
    init.freeze,
    treeLeaves(parameterSpecs(model)).map(([path]) => path),
  );
}
