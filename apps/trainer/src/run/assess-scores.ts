import {
  type Calibration,
  calibration,
  type HeadsReport,
  meanAveragePrecision,
  reportHeads,
  softmaxScores,
} from "@vivit/training";
import type { EvaluationSummary } from "../report/run-report.ts";
import { countClasses } from "./count-classes.ts";
import { type Accuracies, chanceOf, headRanges, type ScoredClips, type ScoreKind, summarize } from "./score-clips.ts";

/** What scores are worth, beside the truth. */
export interface Assessment {
  readonly accuracies: Accuracies;
  readonly evaluation: EvaluationSummary;
  /** Each head by itself and all at once, where there are several. */
  readonly heads?: HeadsReport;
  /** Where a clip may show several classes. */
  readonly meanAveragePrecision?: number;
  /** How sure it is beside how often it is right, where a clip shows one class. */
  readonly calibration?: Calibration;
}

/**
 * Measure scored clips.
 *
 * @param classes names in the order of the scores
 * @param views how each clip was looked at, in words
 */
export function assessScores(
  scores: ScoredClips,
  classes: readonly string[],
  kind: ScoreKind,
  views: string,
): Assessment {
  const { logits, labels } = scores;
  const accuracies = summarize(scores, kind);
  const { loss: _, heads: __, ...shares } = accuracies;
  const chance = chanceOf(kind, labels);
  const counts = countClasses(scores, classes, kind);
  const evaluation = { ...shares, chance, views, ...counts };
  if (kind.severalLabels)
    return { accuracies, evaluation, meanAveragePrecision: meanAveragePrecision(logits, labels).mean };
  if (!kind.classSplits) {
    const single = labels.map(([label]) => label!);
    return { accuracies, evaluation, calibration: calibration(softmaxScores(logits), single) };
  }
  const ranges = headRanges(kind);
  const within = labels.map((own) => own.map((label, head) => label - ranges[head]!.begin));
  const heads = reportHeads(logits, within, kind.classSplits);
  const { top5 } = heads.joint;
  return { accuracies, evaluation: { ...evaluation, ...(top5 === undefined ? {} : { top5 }) }, heads };
}
