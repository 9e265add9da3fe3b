import type * as tf from "@tensorflow/tfjs-core";
import type { HostTensor, LeafOf, Tree } from "@vivit/nn";

/** What one update needs. Everything that changes from step to step is a tensor, so a compiled step serves them all. */
export interface UpdateInputs<Params> {
  readonly params: Params;
  /** Like `params`. */
  readonly gradients: Params;
  /** Of `init` or of the update before. */
  readonly state: Tree<tf.Tensor>;
  /** Scalar. */
  readonly learningRate: tf.Scalar;
  /** Scalar: number of updates before this one, so 0 at first. */
  readonly step: tf.Scalar;
}

/** A tree of zeros of the kind of the parameters' leaves. */
export type OptimizerState<Params> = Tree<LeafOf<Params> extends tf.Tensor ? tf.Tensor : HostTensor>;

/** A way to change parameters by their gradients: two pure functions. */
export interface Optimizer {
  /** The state before the first update, all zeros: tensors for tensors, plain memory for plain memory. */
  readonly init: <Params>(params: Params) => OptimizerState<Params>;
  /** New parameters and new state; the old ones stay untouched. */
  readonly update: <Params>(inputs: UpdateInputs<Params>) => { params: Params; state: Tree<tf.Tensor> };
}

/** Which parameters an option concerns, by path. */
export type PathPredicate = (path: string) => boolean;
