import type * as tf from "@tensorflow/tfjs-core";

/** What a loss does beside comparing. */
export interface LossOptions {
  /** Share of every label that goes to all classes alike, in [0, 1]; 0 by default. */
  readonly smoothing?: number;
  /** [batch]: 1 for examples that count, 0 for padding; absent: all count. */
  readonly mask?: tf.Tensor1D;
  /** What each class counts for, such as `balancedClassWeights`; absent: all alike. The mean stays one over the examples. */
  readonly classWeights?: readonly number[];
}
