import type * as tf from "@tensorflow/tfjs-core";
import { mapTree, type Tree } from "@vivit/nn";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { zerosLikeTree } from "../optimizers/zeros-like-tree.ts";

/** What a step hands to the next. */
export type TrainingState<Params> = {
  readonly params: Params;
  /** Of the optimizer's `init`. */
  readonly optimizer: Tree<tf.Tensor>;
  /** Running mean of the parameters, where the step keeps one: what to evaluate and to save. */
  readonly average?: Params;
  /** Gradients of the parts of a batch so far, where the step takes several. */
  readonly gradients?: Params;
};

/** What a first state needs to know of its step. */
export interface InitialStateOptions {
  readonly optimizer: Optimizer;
  /** As in `createTrainingStep`. */
  readonly averageDecay?: number;
  /** As in `createTrainingStep`. */
  readonly parts?: number;
}

/**
 * The state before the first step: tensors for tensors, plain memory for plain memory.
 *
 * The running mean begins at the parameters themselves, leaf by leaf the same object.
 */
export function initialTrainingState<Params>(
  params: Params,
  { optimizer, averageDecay = 0, parts = 1 }: InitialStateOptions,
) {
  return {
    params,
    optimizer: optimizer.init(params),
    ...(averageDecay > 0 ? { average: mapTree(params, (leaf) => leaf) as unknown as Params } : {}),
    ...(parts > 1 ? { gradients: zerosLikeTree(params) as unknown as Params } : {}),
  };
}
