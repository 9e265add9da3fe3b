import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";

/** Mean of one value an example, counting those whose mask is 1. Source: Scenic's losses, the 1e-8 included. */
export function meanOverBatch(values: tf.Tensor1D, mask?: tf.Tensor1D): tf.Scalar {
  const { batch } = sizes(values, "batch", "meanOverBatch: values");
  if (!mask) return tf.tidy(() => tf.div(tf.sum(values), batch + 1e-8));
  sizes(mask, "batch", "meanOverBatch: mask", { batch });
  return tf.tidy(() => tf.div(tf.sum(tf.mul(values, mask)), tf.add(tf.sum(mask), 1e-8)));
}
