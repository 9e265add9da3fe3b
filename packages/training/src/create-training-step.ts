import * as tf from "@tensorflow/tfjs-core";
import { mapTree, type Tree } from "@vivit/nn";
import { clipByGlobalNorm } from "./gradients/clip-by-global-norm.ts";
import { globalNorm } from "./gradients/global-norm.ts";
import { leafFinder } from "./gradients/leaf-finder.ts";
import { tidyTree } from "./gradients/tidy-tree.ts";
import { treeValueAndGradient } from "./gradients/tree-value-and-gradient.ts";
import type { Optimizer, PathPredicate } from "./optimizers/optimizer.ts";

/** What a step hands to the next. */
export type TrainingState<Params> = {
  readonly params: Params;
  /** Of the optimizer's `init`. */
  readonly optimizer: Tree<tf.Tensor>;
};

/** One record in. */
export type TrainingInputs<Params, Batch> = {
  readonly state: TrainingState<Params>;
  /** Whatever the loss wants: clips, labels, masks, a mixup weight. */
  readonly batch: Batch;
  /** Scalar, of a schedule. */
  readonly learningRate: tf.Scalar;
  /** Scalar: number of steps before this one, so 0 at first. */
  readonly step: tf.Scalar;
};

/** One record out. */
export type TrainingResult<Params> = {
  readonly state: TrainingState<Params>;
  /** Scalar, before the update. */
  readonly loss: tf.Scalar;
  /** Scalar, over all parameters, before clipping. */
  readonly gradientNorm: tf.Scalar;
};

/** What a training step is made of. */
export interface TrainingStepParts<Params, Batch> {
  /** A pure function to a scalar. */
  readonly loss: (params: Params, batch: Batch) => tf.Scalar;
  readonly optimizer: Optimizer;
  /** Largest global norm of the gradients; absent: no clipping. */
  readonly clipNorm?: number;
  /** Parameters that stay as they are, by path: no gradient, no decay, no part in the norm. Absent: none. */
  readonly isFrozen?: PathPredicate;
}

/**
 * Make a training step: loss, gradients, clipping and update as one pure function of tensors.
 *
 * Run it as it is on any backend, or `compile(step, inputs, { carry: "state" })` it.
 *
 * Source: ViViT section 4.1; Scenic `vivit/trainer.py` `train_step`.
 */
export function createTrainingStep<Params, Batch>({
  loss,
  optimizer,
  clipNorm,
  isFrozen,
}: TrainingStepParts<Params, Batch>): (inputs: TrainingInputs<Params, Batch>) => TrainingResult<Params> {
  return ({ state, batch, learningRate, step }) =>
    tidyTree(() => {
      const { value, gradients } = treeValueAndGradient(
        (params: Params) => loss(params, batch),
        state.params,
        isFrozen,
      );
      const clipped =
        clipNorm === undefined ? { gradients, norm: globalNorm(gradients) } : clipByGlobalNorm(gradients, clipNorm);
      const next = optimizer.update({
        params: state.params,
        gradients: clipped.gradients,
        state: state.optimizer,
        learningRate,
        step,
      });
      return {
        state: {
          params: isFrozen ? keepFrozen(next.params, state.params, isFrozen) : next.params,
          optimizer: next.state,
        },
        loss: value,
        gradientNorm: clipped.norm,
      };
    });
}

/** The new parameters, the old ones where frozen. */
function keepFrozen<Params>(next: Params, before: Params, isFrozen: PathPredicate): Params {
  const leafBefore = leafFinder(before, "createTrainingStep: params");
  return mapTree(next, (leaf, path) => (isFrozen(path) ? tf.clone(leafBefore(path)) : leaf)) as unknown as Params;
}
