import * as tf from "@tensorflow/tfjs-core";
import { mapTree } from "@vivit/nn";
import { clipByGlobalNorm } from "../gradients/clip-by-global-norm.ts";
import { globalNorm } from "../gradients/global-norm.ts";
import { leafFinder } from "../gradients/leaf-finder.ts";
import { tidyTree } from "../gradients/tidy-tree.ts";
import { treeValueAndGradient } from "../gradients/tree-value-and-gradient.ts";
import type { Optimizer, PathPredicate } from "../optimizers/optimizer.ts";
import { squaredLength } from "../regularization/squared-length.ts";
import { accumulate } from "./accumulate.ts";
import { selectTree } from "./select-tree.ts";
import type { TrainingState } from "./training-state.ts";
import { updateAverage } from "./update-average.ts";

/** One record in. */
export type TrainingInputs<Params, Batch> = {
  readonly state: TrainingState<Params>;
  /** Whatever the loss wants: clips, labels, masks, a mixup weight. */
  readonly batch: Batch;
  /** Scalar, of a schedule. */
  readonly learningRate: tf.Scalar;
  /** Scalar: number of updates before this one, so 0 at first. */
  readonly step: tf.Scalar;
  /** Scalar: 1 for the last part of a batch, else 0; only where a batch comes in parts. */
  readonly isLast?: tf.Scalar;
};

/** One record out. */
export type TrainingResult<Params> = {
  readonly state: TrainingState<Params>;
  /** Scalar, before the update. */
  readonly loss: tf.Scalar;
  /** Scalar, over all parameters, before clipping; of the parts of a batch so far. */
  readonly gradientNorm: tf.Scalar;
};

/** What a training step is made of. */
export interface TrainingStepParts<Params, Batch> {
  /** A pure function to a scalar: the mean over the batch. */
  readonly loss: (params: Params, batch: Batch) => tf.Scalar;
  readonly optimizer: Optimizer;
  /** Largest global norm of the gradients; absent: no clipping. */
  readonly clipNorm?: number;
  /** Coupled weight decay: half of this times the squared length of all matrices is part of the loss; 0 by default. */
  readonly l2?: number;
  /** Share of the running mean of the parameters that stays at each update; 0 by default: none is kept. */
  readonly averageDecay?: number;
  /** Equal parts that a batch comes in, one call each: their mean gradient makes one update; 1 by default. */
  readonly parts?: number;
  /**
   * Whether a loss or gradient that is no finite number changes no parameter, so that what made it can be looked for. Costs a
   * selection for every gradient; false by default.
   */
  readonly guarded?: boolean;
  /** Parameters that stay as they are, by path: no gradient, no decay, no part in the norm. Absent: none. */
  readonly isFrozen?: PathPredicate;
}

/**
 * Make a training step: loss, gradients, clipping and update as one pure function of tensors.
 *
 * Run it as it is on any backend, or `compile(step, inputs, { carry: "state" })` it. `initialTrainingState` makes the first
 * state.
 *
 * Source: ViViT section 4.1; Scenic `vivit/trainer.py` `train_step`.
 */
export function createTrainingStep<Params, Batch>({
  loss,
  optimizer,
  clipNorm,
  l2 = 0,
  averageDecay = 0,
  parts = 1,
  guarded = false,
  isFrozen,
}: TrainingStepParts<Params, Batch>): (inputs: TrainingInputs<Params, Batch>) => TrainingResult<Params> {
  const penalized = withPenalty(loss, l2);
  return ({ state, batch, learningRate, step, isLast }) =>
    tidyTree(() => {
      const { value, gradients } = treeValueAndGradient(
        (params: Params) => penalized(params, batch),
        state.params,
        isFrozen,
      );
      const whole = parts > 1 ? accumulate(state.gradients, gradients, parts) : gradients;
      const { norm, clipped } = clip(whole, clipNorm);
      const given = { gradients: clipped, learningRate };
      const next = optimizer.update({
        params: state.params,
        state: state.optimizer,
        step,
        ...(guarded ? nothingUnlessFinite(value, norm, given) : given),
      });
      const params = isFrozen ? keepFrozen(next.params, state.params, isFrozen) : next.params;
      const updated = {
        params,
        optimizer: next.state,
        ...(averageDecay > 0 ? { average: updateAverage(state.average, params, averageDecay, step) } : {}),
      };
      return {
        state: parts > 1 ? applyAtTheLast(isLast, updated, state, whole) : updated,
        loss: value,
        gradientNorm: norm,
      };
    });
}

/** Gradients of zeros and a rate of 0 if loss or norm is no finite number: parameters stay, bit for bit. */
function nothingUnlessFinite<Params>(
  loss: tf.Scalar,
  norm: tf.Scalar,
  { gradients, learningRate }: { readonly gradients: Params; readonly learningRate: tf.Scalar },
): { gradients: Params; learningRate: tf.Scalar } {
  const isSound = tf.logicalAnd(tf.isFinite(loss), tf.isFinite(norm));
  return {
    gradients: selectTree(isSound, gradients, (gradient) => tf.zerosLike(gradient)),
    learningRate: tf.where(isSound, learningRate, tf.zerosLike(learningRate)) as tf.Scalar,
  };
}

function withPenalty<Params, Batch>(
  loss: (params: Params, batch: Batch) => tf.Scalar,
  l2: number,
): (params: Params, batch: Batch) => tf.Scalar {
  if (!(l2 > 0)) return loss;
  return (params, batch) => tf.add(loss(params, batch), tf.mul(squaredLength(params), l2 / 2));
}

function clip<Params>(gradients: Params, clipNorm: number | undefined): { norm: tf.Scalar; clipped: Params } {
  if (clipNorm === undefined) return { norm: globalNorm(gradients), clipped: gradients };
  const { norm, gradients: clipped } = clipByGlobalNorm(gradients, clipNorm);
  return { norm, clipped };
}

/** The new parameters, the old ones where frozen. */
function keepFrozen<Params>(next: Params, before: Params, isFrozen: PathPredicate): Params {
  const leafBefore = leafFinder(before, "createTrainingStep: params");
  return mapTree(next, (leaf, path) => (isFrozen(path) ? tf.clone(leafBefore(path)) : leaf)) as unknown as Params;
}

/** At the last part of a batch the new state and no gradients; before, the old one and the gradients so far. */
function applyAtTheLast<Params>(
  isLast: tf.Scalar | undefined,
  updated: TrainingState<Params>,
  { gradients: _, ...before }: TrainingState<Params>,
  gradients: Params,
): TrainingState<Params> {
  if (!isLast) throw new RangeError("createTrainingStep: expected isLast, as a batch comes in parts, got none");
  const isTime = tf.cast(isLast, "bool") as tf.Scalar;
  const beforeAt = leafFinder(before, "createTrainingStep: state");
  return {
    ...selectTree(isTime, updated, (_, path) => beforeAt(path)),
    gradients: selectTree(tf.logicalNot(isTime), gradients, (gradient) => tf.zerosLike(gradient)),
  };
}
