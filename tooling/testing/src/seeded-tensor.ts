import * as tf from "@tensorflow/tfjs-core";

/** A tensor of standard normal values that depends on nothing but its seed. */
export function seededTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.randomNormal<R>(shape, 0, 1, "float32", seed);
}
