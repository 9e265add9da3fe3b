import * as tf from "@tensorflow/tfjs-core";

/**
 * Mix each example with the one opposite in the batch: w x + (1 − w) reverse(x). Mix inputs and labels with the same weight.
 *
 * @param x [batch, ...]; clips or one-hot labels
 * @param weight scalar in [0, 1], from `drawMixupWeight`; a tensor, so that no weight is frozen into a compiled step
 * @returns the same shape
 * Source: mixup (arXiv 1710.09412); Scenic `dataset_utils.mixup`: example i with example batch − 1 − i, one weight a batch.
 */
export function mixup<T extends tf.Tensor>(x: T, weight: tf.Scalar): T {
  return tf.tidy(() => {
    const flat = tf.reshape(x, [x.shape[0]!, -1]); // some backends reverse no more than four axes
    const mixed = tf.add(tf.mul(flat, weight), tf.mul(tf.reverse(flat, 0), tf.sub(1, weight)));
    return tf.reshape(mixed, x.shape) as T;
  });
}
