import type { HostTensor } from "@vivit/nn";
import { checkLabels } from "./check-labels.ts";
import { rows } from "./rows.ts";

/**
 * For each example, 1 if its label is among the k largest scores and 0 if not; ties go to the lower class.
 *
 * @param scores [examples, classes]: logits or probabilities; a row whose label's score is NaN misses
 * @param labels [examples], whole numbers in [0, classes)
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 * Source: Scenic `weighted_topk_correctly_classified`; k = 1 is `weighted_correctly_classified`.
 */
export function topKHits(scores: HostTensor, labels: ArrayLike<number>, k: number): Uint8Array {
  const table = rows(scores, "topKHits: scores");
  checkLabels(labels, table.length, scores.shape[1]!, "topKHits");
  return Uint8Array.from(table, (row, example) => Number(rank(row, labels[example]!) < k));
}

/**
 * The share of examples whose label is among the k largest scores.
 *
 * @param scores [examples, classes]
 * @param labels [examples]
 * @param k 1 or 5 as a rule
 * @param mask [examples]: 0 for padded examples that do not count
 * @returns a number in [0, 1]; NaN if no example counts
 * @throws ShapeError as `topKHits`
 */
export function topKAccuracy(
  scores: HostTensor,
  labels: ArrayLike<number>,
  k: number,
  mask?: ArrayLike<number>,
): number {
  const hits = topKHits(scores, labels, k);
  let [sum, count] = [0, 0];
  for (let example = 0; example < hits.length; example++) {
    const weight = mask?.[example] ?? 1;
    sum += hits[example]! * weight;
    count += weight;
  }
  return sum / count;
}

/** How many classes come before this one. */
function rank(row: ArrayLike<number>, label: number): number {
  const score = row[label]!;
  if (Number.isNaN(score)) return row.length;
  let before = 0;
  for (let other = 0; other < row.length; other++)
    if (row[other]! > score || (row[other] === score && other < label)) before++;
  return before;
}
