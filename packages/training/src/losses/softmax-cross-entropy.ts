import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";
import type { LossOptions } from "./loss-options.ts";
import { meanOverBatch } from "./mean-over-batch.ts";
import { smoothLabels } from "./smooth-labels.ts";
import { weighClasses } from "./weigh-classes.ts";

/**
 * Cross-entropy of one label an example, averaged over the batch: −Σ y log softmax(logits).
 *
 * @param logits [batch, classes]
 * @param labels [batch, classes], one-hot or mixed
 * @returns a scalar
 * @throws ShapeError if labels, mask or class weights do not fit the logits
 * Source: Scenic `weighted_softmax_cross_entropy`, smoothing after mixup.
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  { smoothing = 0, mask, classWeights }: LossOptions = {},
): tf.Scalar {
  const { batch, classes } = sizes(logits, "batch classes", "softmaxCrossEntropy: logits");
  sizes(labels, "batch classes", "softmaxCrossEntropy: labels", { batch, classes });
  const weighted = weighClasses(classWeights, classes, "softmaxCrossEntropy");
  return tf.tidy(() => {
    const targets = smoothing > 0 ? smoothLabels(labels, smoothing) : labels;
    const losses = tf.neg(tf.sum(weighted(tf.mul(targets, tf.logSoftmax(logits))), -1)) as tf.Tensor1D;
    return meanOverBatch(losses, mask);
  });
}
