import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";
import type { LossOptions } from "./loss-options.ts";
import { meanOverBatch } from "./mean-over-batch.ts";
import { smoothLabels } from "./smooth-labels.ts";
import { weighClasses } from "./weigh-classes.ts";

/**
 * Cross-entropy of any number of labels an example, summed over the classes and averaged over the batch.
 *
 * −y log σ(x) − (1 − y) log(1 − σ(x)) is softplus(x) − x y, which no logit overflows.
 *
 * @param logits [batch, classes]
 * @param labels [batch, classes], each in [0, 1]
 * @returns a scalar
 * @throws ShapeError if labels, mask or class weights do not fit the logits
 * Source: Scenic `weighted_sigmoid_cross_entropy`.
 */
export function sigmoidCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  { smoothing = 0, mask, classWeights }: LossOptions = {},
): tf.Scalar {
  const { batch, classes } = sizes(logits, "batch classes", "sigmoidCrossEntropy: logits");
  sizes(labels, "batch classes", "sigmoidCrossEntropy: labels", { batch, classes });
  const weighted = weighClasses(classWeights, classes, "sigmoidCrossEntropy");
  return tf.tidy(() => {
    const targets = smoothing > 0 ? smoothLabels(labels, smoothing) : labels;
    const losses = tf.sum(weighted(tf.sub(tf.softplus(logits), tf.mul(logits, targets))), -1) as tf.Tensor1D;
    return meanOverBatch(losses, mask);
  });
}
