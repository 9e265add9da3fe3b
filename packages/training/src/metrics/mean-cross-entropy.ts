import type { HostTensor } from "@vivit/nn";
import { checkLabels } from "./check-labels.ts";
import { rows } from "./rows.ts";
import { logSumExp } from "./softmax-scores.ts";

/**
 * The loss as a metric: mean cross-entropy without smoothing.
 *
 * @param logits [examples, classes]
 * @param labels [examples], whole numbers in [0, classes)
 * @param mask [examples]: 0 for padded examples that do not count
 * @returns a number; NaN if no example counts
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 * Source: Scenic's classification metrics, `loss`.
 */
export function meanCrossEntropy(logits: HostTensor, labels: ArrayLike<number>, mask?: ArrayLike<number>): number {
  const table = rows(logits, "meanCrossEntropy: logits");
  checkLabels(labels, table.length, logits.shape[1]!, "meanCrossEntropy");
  let [sum, count] = [0, 0];
  for (const [example, row] of table.entries()) {
    const weight = mask?.[example] ?? 1;
    if (weight > 0) sum += weight * (logSumExp(row) - row[labels[example]!]!);
    count += weight;
  }
  return sum / count;
}
