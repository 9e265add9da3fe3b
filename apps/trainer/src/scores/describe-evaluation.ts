import type { SkippedFiles } from "../report/run-report.ts";
import type { Assessment } from "../run/assess-scores.ts";

/** What is known beside the scores. */
export interface ToldEvaluation {
  readonly split?: string;
  readonly clips: number;
  /** Top-1 of one repeated frame. */
  readonly control?: number;
  readonly skipped?: readonly SkippedFiles[];
}

/** The numbers of an evaluation, for machines. */
export function evaluationResult(assessment: Assessment, told: ToldEvaluation) {
  const { accuracies, evaluation, heads, meanAveragePrecision, calibration } = assessment;
  const { top1, top5 } = evaluation;
  return {
    ...told,
    loss: accuracies.loss,
    top1,
    ...(top5 === undefined ? {} : { top5 }),
    chance: evaluation.chance,
    views: evaluation.views,
    ...(heads ? { heads: heads.heads } : {}),
    ...(meanAveragePrecision === undefined ? {} : { meanAveragePrecision }),
    ...(calibration ? { calibration } : {}),
    perClass: evaluation.perClass,
  };
}

/** The numbers of an evaluation, for people. */
export function describeEvaluation(assessment: Assessment, told: ToldEvaluation, out?: string): string {
  const { accuracies, evaluation, meanAveragePrecision, calibration } = assessment;
  const { top1, top5 } = evaluation;
  const heads = assessment.heads?.heads ?? [];
  const still = told.control === undefined ? "" : `, one repeated frame ${percent(told.control)}`;
  const both = heads.length > 0 ? ` ${heads.map(({ name }) => name).join(" and ")}` : "";
  const lines = [
    `${told.clips} ${told.split ? `${told.split} ` : ""}clips`,
    `top-1${both}  ${percent(top1)} (chance ${percent(evaluation.chance)}${still})`,
    ...(top5 === undefined ? [] : [`top-5${both}  ${percent(top5)}`]),
    ...heads.map(
      (head) =>
        `top-1 ${head.name}  ${percent(head.top1)}${head.top5 === undefined ? "" : `, top-5 ${percent(head.top5)}`}`,
    ),
    ...(meanAveragePrecision === undefined ? [] : [`mAP    ${percent(meanAveragePrecision)}`]),
    `loss   ${accuracies.loss.toFixed(4)}`,
    ...(calibration ? [`calibration error  ${percent(calibration.expectedError)}`] : []),
    ...(out ? [`written to ${out}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the page of an evaluation shows of the numbers. */
export function pageOf({ accuracies, evaluation, heads, meanAveragePrecision, calibration }: Assessment) {
  return {
    loss: accuracies.loss,
    evaluation,
    ...(heads ? { heads: heads.heads } : {}),
    ...(meanAveragePrecision === undefined ? {} : { meanAveragePrecision }),
    ...(calibration ? { calibration } : {}),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
