import type { HostTensor } from "@vivit/nn";
import { checkLabels } from "./check-labels.ts";
import { rows } from "./rows.ts";
import { topClasses } from "./top-classes.ts";

/** Examples whose largest probability lies in one range. */
export interface CalibrationBin {
  /** Range of probabilities: above `low` up to `high`. */
  readonly low: number;
  readonly high: number;
  readonly examples: number;
  /** Mean of their largest probability; NaN without examples. */
  readonly confidence: number;
  /** Share of them that are right; NaN without examples. */
  readonly accuracy: number;
}

/** Whether a model is right as often as it says. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean distance between confidence and accuracy, weighted by examples (ECE), in [0, 1]; NaN without examples. */
  readonly expectedError: number;
  /** The largest such distance (MCE). */
  readonly largestError: number;
  /** Mean confidence minus accuracy: above 0 the model is too sure. */
  readonly overconfidence: number;
}

/**
 * Compare how sure a model is with how often it is right.
 *
 * @param probabilities [examples, classes], rows sum to 1
 * @param labels [examples], whole numbers in [0, classes)
 * @param bins of equal width
 * @throws ShapeError if there are not as many labels as rows or a label is no class
 * Source: Guo et al., On Calibration of Modern Neural Networks (arXiv 1706.04599), equations 3 and 5.
 */
export function calibration(probabilities: HostTensor, labels: ArrayLike<number>, bins = 15): Calibration {
  const table = rows(probabilities, "calibration: probabilities");
  checkLabels(labels, table.length, probabilities.shape[1]!, "calibration");
  const sums = Array.from({ length: bins }, () => ({ examples: 0, confidence: 0, right: 0 }));
  for (const [example, row] of table.entries()) {
    const [predicted] = topClasses(row, 1) as [number];
    const sure = row[predicted]!;
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(sure * bins) - 1))]!;
    bin.examples++;
    bin.confidence += sure;
    bin.right += Number(predicted === labels[example]);
  }
  const gap = (sum: { confidence: number; right: number }) => sum.confidence - sum.right;
  return {
    bins: sums.map(({ examples, confidence, right }, at) => ({
      low: at / bins,
      high: (at + 1) / bins,
      examples,
      confidence: confidence / examples,
      accuracy: right / examples,
    })),
    expectedError: sums.reduce((total, sum) => total + Math.abs(gap(sum)), 0) / table.length,
    largestError: Math.max(0, ...sums.map((sum) => (sum.examples > 0 ? Math.abs(gap(sum)) / sum.examples : 0))),
    overconfidence: sums.reduce((total, sum) => total + gap(sum), 0) / table.length,
  };
}
