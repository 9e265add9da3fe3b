import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "@vivit/nn";

/**
 * Mix each example with the one opposite in the batch: w x + (1 − w) reverse(x). Mix inputs and labels with the same weight.
 *
 * @param x [batch, ...]; clips or one-hot labels
 * @param weight scalar in [0, 1], from `drawMixupWeight`; a tensor, so that no weight is frozen into a compiled step
 * @returns the same shape
 * @throws ShapeError for a batch of one, whose example would be mixed with itself
 * Source: mixup (arXiv 1710.09412); Scenic `dataset_utils.mixup`: example i with example batch − 1 − i, one weight a batch.
 */
export function mixup<T extends tf.Tensor>(x: T, weight: tf.Scalar): T {
  if (!(x.shape[0]! > 1))
    throw new ShapeError(
      `mixup: expected a batch of 2 or more, as each example is mixed with another, got ${x.shape[0] ?? "a scalar"}; enlarge the batch or leave mixup out`,
    );
  return tf.tidy(() => {
    const flat = tf.reshape(x, [x.shape[0]!, -1]); // some backends reverse no more than four axes
    const mixed = tf.add(tf.mul(flat, weight), tf.mul(tf.reverse(flat, 0), tf.sub(1, weight)));
    return tf.reshape(mixed, x.shape) as T;
  });
}
