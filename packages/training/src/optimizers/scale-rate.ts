import * as tf from "@tensorflow/tfjs-core";

/** A learning rate times a factor; the rate itself for 1. */
export function scaleRate(learningRate: tf.Scalar, factor: number): tf.Scalar {
  return factor === 1 ? learningRate : tf.mul(learningRate, factor);
}
