import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";

/**
 * Turn class numbers into rows of one 1 and otherwise 0.
 *
 * @param labels [batch], int32; a label outside [0, classes) gives a row of zeros
 * @returns [batch, classes], float32
 * @throws ShapeError if the labels have another rank
 * Source: JAX `jax.nn.one_hot`.
 */
export function oneHot(labels: tf.Tensor1D, classes: number): tf.Tensor2D {
  const { batch } = sizes(labels, "batch", "oneHot: labels");
  return tf.tidy(() => {
    const every = tf.tensor2d([Array.from({ length: classes }, (_, index) => index)], [1, classes], "int32");
    return tf.cast(tf.equal(tf.reshape(labels, [batch, 1]), every), "float32") as tf.Tensor2D;
  });
}
