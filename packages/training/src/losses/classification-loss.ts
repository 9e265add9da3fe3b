import * as tf from "@tensorflow/tfjs-core";
import { type ModelConfig, splitLogits } from "@vivit/models";
import { cutByLengths } from "./cut-by-lengths.ts";
import type { LossOptions } from "./loss-options.ts";
import { sigmoidCrossEntropy } from "./sigmoid-cross-entropy.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/** What a model's scores tell: one class of all, one of each head, or any number of classes. */
export type ScoreKind = Pick<ModelConfig, "classes" | "classSplits" | "severalLabels">;

/**
 * The loss that a model's scores ask for: softmax cross-entropy; its mean over the heads, each smoothed by its own number
 * of classes; or sigmoid cross-entropy where a clip may show several classes.
 *
 * @param logits [batch, classes]
 * @param targets [batch, classes]: a 1 for every label, or mixed
 * @returns a scalar
 * @throws ShapeError if targets or mask do not fit the logits
 * Source: Scenic `vivit_classification`, `vivit_multihead_classification` (mean, not sum, of the heads) and
 * `vivit_multilabel_classification`.
 */
export function classificationLoss(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  kind: ScoreKind,
  options: LossOptions = {},
): tf.Scalar {
  if (kind.severalLabels) return sigmoidCrossEntropy(logits, targets, options);
  if (!kind.classSplits) return softmaxCrossEntropy(logits, targets, options);
  return tf.tidy(() => {
    const [scores, wanted] = [splitLogits(logits, kind), splitLogits(targets, kind)];
    const splits = kind.classSplits!;
    const weights =
      options.classWeights &&
      cutByLengths(
        options.classWeights,
        splits.map(({ classes }) => classes),
      );
    const losses = splits.map(({ name }, head) => {
      const own = weights ? { ...options, classWeights: weights[head]! } : options;
      return softmaxCrossEntropy(scores[name]!, wanted[name]!, own);
    });
    return tf.div(tf.addN(losses), losses.length) as tf.Scalar;
  });
}
