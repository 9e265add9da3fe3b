import * as tf from "@tensorflow/tfjs-core";
import { type Tree, treeLeaves } from "@vivit/nn";
import type { PathPredicate } from "../optimizers/optimizer.ts";
import { isMatrix } from "./is-matrix.ts";

/** The sum of squares over the leaves that count, matrices by default: a scalar. Source: Scenic `l2_regularization`. */
export function squaredLength<Params>(params: Params, counts: PathPredicate = isMatrix): tf.Scalar {
  return tf.tidy(() => {
    const squares = treeLeaves(params as Tree<tf.Tensor>)
      .filter(([path]) => counts(path))
      .map(([, leaf]) => tf.sum(tf.square(leaf)) as tf.Scalar);
    return squares.length > 0 ? (tf.sum(tf.stack(squares)) as tf.Scalar) : tf.scalar(0);
  });
}
