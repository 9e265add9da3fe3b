import type { HostTensor } from "@vivit/nn";
import { checkLabels } from "./check-labels.ts";
import { rows } from "./rows.ts";
import { comesBefore } from "./top-classes.ts";

/**
 * For each example, 1 if its label has the largest score and 0 if not; ties go to the lower class.
 *
 * @param scores [examples, classes]: logits or probabilities; a row whose label's score is NaN misses
 * @param labels [examples], whole numbers in [0, classes)
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 * Source: Scenic `weighted_correctly_classified` (argmax).
 */
export function top1Hits(scores: HostTensor, labels: ArrayLike<number>): Uint8Array {
  return hits(scores, labels, 1, "top1Hits", (row, other, label) => {
    return row[other]! > row[label]! || (row[other] === row[label] && other < label);
  });
}

/**
 * For each example, 1 if its label is among the k largest scores and 0 if not; ties as in `topClasses`.
 *
 * @param scores [examples, classes]: logits or probabilities; a row whose label's score is NaN misses
 * @param labels [examples], whole numbers in [0, classes)
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 * Source: Scenic `weighted_topk_correctly_classified`.
 */
export function topKHits(scores: HostTensor, labels: ArrayLike<number>, k: number): Uint8Array {
  return hits(scores, labels, k, "topKHits", comesBefore);
}

/**
 * The share of examples whose label is among the k largest scores.
 *
 * @param scores [examples, classes]
 * @param labels [examples]
 * @param k 1 (`top1Hits`), or 5 as a rule (`topKHits`)
 * @param mask [examples]: 0 for padded examples that do not count
 * @returns a number in [0, 1]; NaN if no example counts
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 */
export function topKAccuracy(
  scores: HostTensor,
  labels: ArrayLike<number>,
  k: number,
  mask?: ArrayLike<number>,
): number {
  const hit = k === 1 ? top1Hits(scores, labels) : topKHits(scores, labels, k);
  let [sum, count] = [0, 0];
  for (let example = 0; example < hit.length; example++) {
    const weight = mask?.[example] ?? 1;
    sum += hit[example]! * weight;
    count += weight;
  }
  return sum / count;
}

function hits(
  scores: HostTensor,
  labels: ArrayLike<number>,
  k: number,
  caller: string,
  isBetter: (row: ArrayLike<number>, other: number, label: number) => boolean,
): Uint8Array {
  const table = rows(scores, `${caller}: scores`);
  checkLabels(labels, table.length, scores.shape[1]!, caller);
  return Uint8Array.from(table, (row, example) => {
    const label = labels[example]!;
    if (Number.isNaN(row[label])) return 0;
    let better = 0;
    for (let other = 0; other < row.length; other++) if (other !== label && isBetter(row, other, label)) better++;
    return Number(better < k);
  });
}
