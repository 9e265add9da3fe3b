import { confusionMatrix, reportClasses } from "@vivit/training";
import type { EvaluationSummary } from "../report/run-report.ts";
import { answersOf, rowOf, type ScoredClips, type ScoreKind } from "./score-clips.ts";

/** Clips by true and predicted class, and recall and precision of each class; heads in blocks along the diagonal. */
export function countClasses(
  { logits, labels }: ScoredClips,
  classes: readonly string[],
  kind: ScoreKind,
): Pick<EvaluationSummary, "confusion" | "perClass"> {
  const width = classes.length;
  const answers = labels.flatMap((own, row) => answersOf(rowOf(logits, row), own, kind));
  const [predictions, truths] = [answers.map(({ predicted }) => predicted), answers.map(({ truth }) => truth)];
  const matrix = confusionMatrix(predictions, truths, width);
  const row = (truth: number) => Array.from(matrix.counts.subarray(truth * width, (truth + 1) * width));
  return {
    confusion: classes.map((_, truth) => row(truth)),
    perClass: reportClasses(matrix).map(({ examples, recall, precision }, id) => ({
      name: classes[id]!,
      clips: examples,
      recall,
      precision,
    })),
  };
}
