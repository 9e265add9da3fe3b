import * as tf from "@tensorflow/tfjs-core";

/**
 * Move a share of every label to all classes alike: y (1 − s) + s / classes.
 *
 * @param labels [batch, classes], one-hot, mixed or several ones
 * @param smoothing s in [0, 1]
 * @returns [batch, classes]
 * Source: Scenic `model_utils.apply_label_smoothing`; the true class gets its share too.
 */
export function smoothLabels(labels: tf.Tensor2D, smoothing: number): tf.Tensor2D {
  return tf.tidy(() => tf.add(tf.mul(labels, 1 - smoothing), smoothing / labels.shape[1]) as tf.Tensor2D);
}
