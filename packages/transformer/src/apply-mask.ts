import * as tf from "@tensorflow/tfjs-core";

/** Multiply by a mask; an absent mask changes nothing. */
export function applyMask<T extends tf.Tensor>(x: T, mask: tf.Tensor | undefined): T {
  return mask ? tf.mul(x, mask) : x;
}
