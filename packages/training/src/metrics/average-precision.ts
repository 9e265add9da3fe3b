import { type HostTensor, ShapeError } from "@vivit/nn";
import { meanOfKnown } from "./confusion-matrix.ts";
import { rows } from "./rows.ts";

/** How well scores rank the examples of each class above the others. */
export interface AveragePrecisions {
  /** Mean over the classes that have examples (mAP), in [0, 1]; NaN if none has. */
  readonly mean: number;
  /** By class, in [0, 1]; NaN without examples. */
  readonly perClass: readonly number[];
}

/**
 * Average precision: the precision at each threshold, weighted by the recall it adds. Equal scores share a threshold.
 *
 * @param scores [examples]: logits or probabilities of one class
 * @param isShown [examples]: whether the example shows the class
 * @returns a number in [0, 1]; NaN if no example shows it
 * Source: scikit-learn `average_precision_score`, which Scenic's multi-label metrics call.
 */
export function averagePrecision(scores: ArrayLike<number>, isShown: readonly boolean[]): number {
  const order = Array.from(isShown.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const shown = isShown.filter(Boolean).length;
  let [sum, found, before] = [0, 0, 0];
  for (const [rank, example] of order.entries()) {
    if (isShown[example]) found++;
    const next = order[rank + 1];
    if (next !== undefined && scores[next] === scores[example]) continue;
    sum += (found - before) * (found / (rank + 1));
    before = found;
  }
  return sum / shown;
}

/**
 * Mean average precision of examples that may show several classes.
 *
 * @param scores [examples, classes]: logits or probabilities
 * @param labels [examples]: the classes that each shows, in any order
 * @throws ShapeError if there are not as many lists as rows
 * Source: Scenic `vivit_multilabel_classification`: the mean over classes leaves NaN out.
 */
export function meanAveragePrecision(scores: HostTensor, labels: readonly (readonly number[])[]): AveragePrecisions {
  const table = rows(scores, "meanAveragePrecision: scores");
  if (labels.length !== table.length)
    throw new ShapeError(`meanAveragePrecision: expected ${table.length} lists of labels, got ${labels.length}`);
  const perClass = Array.from({ length: scores.shape[1]! }, (_, name) =>
    averagePrecision(
      table.map((row) => row[name]!),
      labels.map((list) => list.includes(name)),
    ),
  );
  return { mean: meanOfKnown(perClass), perClass };
}
