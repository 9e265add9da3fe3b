import { checkLabels } from "./check-labels.ts";

/** Counts of what was said about what was true. */
export interface ConfusionMatrix {
  readonly classes: number;
  /** [true class, predicted class], row-major. */
  readonly counts: Uint32Array;
}

/** How well one class is found. */
export interface ClassReport {
  /** Examples of this class. */
  readonly examples: number;
  /** Share of its examples that were found; NaN without examples. */
  readonly recall: number;
  /** Share of the predictions of this class that were right; NaN if it was never predicted. */
  readonly precision: number;
}

/**
 * Count predictions by true class.
 *
 * @param predictions [examples], whole numbers in [0, classes): each row's `topClasses(row, 1)`
 * @param labels [examples], whole numbers in [0, classes)
 * @throws ShapeError if their lengths differ or one is no class
 * Source: Scenic `confusion_matrix_metrics`: rows are the ground truth.
 */
export function confusionMatrix(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  checkLabels(labels, predictions.length, classes, "confusionMatrix");
  checkLabels(predictions, predictions.length, classes, "confusionMatrix: predictions");
  const counts = new Uint32Array(classes * classes);
  for (let example = 0; example < labels.length; example++)
    counts[labels[example]! * classes + predictions[example]!]!++;
  return { classes, counts };
}

/** Recall and precision of every class. Source: Scenic `confusion_matrix_metrics`. */
export function reportClasses({ classes, counts }: ConfusionMatrix): ClassReport[] {
  return Array.from({ length: classes }, (_, name) => {
    let [examples, predicted] = [0, 0];
    for (let other = 0; other < classes; other++) {
      examples += counts[name * classes + other]!;
      predicted += counts[other * classes + name]!;
    }
    const right = counts[name * classes + name]!;
    return { examples, recall: right / examples, precision: right / predicted };
  });
}

/** The mean of numbers, leaving NaN out; NaN if nothing is left. Means over classes skip classes without examples. */
export function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
