import type * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig, type ModelParams, parameterSpecs } from "@vivit/models";
import { type Tree, treeLeaves } from "@vivit/nn";
import {
  adam,
  adamW,
  balancedClassWeights,
  classificationLoss,
  createTrainingStep,
  layerRates,
  mixup,
  multiHot,
  type Optimizer,
  sgdMomentum,
} from "@vivit/training";
import { freezeBy } from "../recipe/freeze-pattern.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { partsOf } from "./training-inputs.ts";

/** What a training step is given beside parameters: clips in [-1, 1], class numbers, and what was drawn for this call. */
export type TrainingBatch = {
  readonly video: tf.Tensor5D;
  /** [batch], or [batch, labels] for several heads or labels. */
  readonly labels: tf.Tensor1D | tf.Tensor2D;
  readonly masks?: Tree<tf.Tensor>;
  /** Scalar: share of each clip in its mixture. */
  readonly mixWeight?: tf.Scalar;
};

/** What a step must know of the data. */
export interface LossData {
  /** Training clips of each class; only where classes are balanced. */
  readonly classCounts?: readonly number[];
  /** Shape of the labels of one call; one for each clip if left out. */
  readonly labels?: readonly number[];
}

/** The optimizer that a recipe asks for. */
export function optimizerOf({ optimizer, train: { layerDecay } }: Recipe, model: ModelConfig): Optimizer {
  const rates = layerDecay < 1 ? { rateFactor: layerRates(pathsOf(model), layerDecay) } : {};
  const { name } = optimizer;
  if (name === "momentum")
    return sgdMomentum({ momentum: optimizer.momentum, weightDecay: optimizer.weightDecay, ...rates });
  const means = { meanDecay: optimizer.beta1, varianceDecay: optimizer.beta2, epsilon: optimizer.epsilon, ...rates };
  return name === "adam" ? adam(means) : adamW({ ...means, weightDecay: optimizer.weightDecay });
}

/** The loss of a recipe: mixing, the model with what it drops, cross-entropy with smoothed labels and class weights. */
export function lossOf({ train }: Recipe, model: ModelConfig, { classCounts }: LossData = {}) {
  const weights = train.classWeights === "balanced" ? { classWeights: balancedByHead(model, classCounts) } : {};
  return (params: ModelParams, { video, labels, masks, mixWeight }: TrainingBatch): tf.Scalar => {
    const mixed = <T extends tf.Tensor>(x: T): T => (mixWeight ? mixup(x, mixWeight) : x);
    const logits = applyModel(mixed(video), params, model, masks);
    const targets = mixed(multiHot(labels, model.classes));
    return classificationLoss(logits, targets, model, { smoothing: train.labelSmoothing, ...weights });
  };
}

/** Weights that balance the classes, those of each head among themselves. */
function balancedByHead({ classes, classSplits }: ModelConfig, counts: readonly number[] | undefined): number[] {
  if (!counts) throw new RangeError("lossOf: expected the clips of each class to balance them, got none");
  return balancedClassWeights(counts, classSplits?.map((head) => head.classes) ?? [classes]);
}

/** One step of training as a pure function: forward, backward, clipping, update. */
export function trainingStepOf(recipe: Recipe, model: ModelConfig, data: LossData = {}) {
  const { clipNorm, averageDecay } = recipe.train;
  return createTrainingStep<ModelParams, TrainingBatch>({
    loss: lossOf(recipe, model, data),
    optimizer: optimizerOf(recipe, model),
    averageDecay,
    guarded: true,
    parts: partsOf(recipe).parts,
    ...("l2" in recipe.optimizer ? { l2: recipe.optimizer.l2 } : {}),
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
  return freezeBy(init.freeze, pathsOf(model));
}

function pathsOf(model: ModelConfig): string[] {
  return treeLeaves(parameterSpecs(model)).map(([path]) => path);
}
