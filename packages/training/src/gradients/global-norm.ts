import * as tf from "@tensorflow/tfjs-core";
import { type Tree, treeLeaves } from "@vivit/nn";

/** The length of all leaves together as one vector: a scalar. Source: optax `global_norm`. */
export function globalNorm<Params>(tree: Params): tf.Scalar {
  return tf.tidy(() => {
    const squares = treeLeaves(tree as Tree<tf.Tensor>).map(([, leaf]) => tf.sum(tf.square(leaf)) as tf.Scalar);
    const sum = squares.length > 0 ? (tf.sum(tf.stack(squares)) as tf.Scalar) : tf.scalar(0); // addN fails on WebGPU
    return tf.sqrt(sum);
  });
}
