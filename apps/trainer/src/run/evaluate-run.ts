import type { ClipIndex, Split } from "@vivit/datasets";
import type { ClipProblem } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import { confusionMatrix, reportClasses } from "@vivit/training";
import { showProgress } from "../progress.ts";
import type { ControlResult, EvaluationSummary } from "../report/run-report.ts";
import { prepareClassifier } from "./classifier.ts";
import { type SplitScores, scoreSplit } from "./evaluate-split.ts";
import type { SavedModel } from "./model-directory.ts";
import { type LoaderResources, openLoader } from "./open-loader.ts";
import type { Runtime } from "./runtime.ts";
import { answersOf, chanceOf, rowOf, summarize } from "./score-clips.ts";

/** What an evaluation is given. */
export interface EvaluationRun {
  readonly runtime: Runtime;
  readonly saved: SavedModel;
  readonly index: ClipIndex;
  readonly split: Split;
  readonly batch: number;
  readonly data: LoaderResources;
}

/** What an evaluation finds. */
export interface EvaluatedRun {
  readonly scores: SplitScores;
  readonly loss: number;
  readonly evaluation: EvaluationSummary;
  /** The same model shown one repeated frame. */
  readonly control: ControlResult;
  readonly problems: readonly ClipProblem[];
}

/** Score a split with all views of the model, and again with one repeated frame as a control. */
export async function evaluateRun({ runtime, saved, index, split, batch, data }: EvaluationRun): Promise<EvaluatedRun> {
  const { preprocessing, model, parameters, labels } = saved;
  const loader = openLoader(index, preprocessing, data);
  const classifier = await prepareClassifier(runtime, model, parameters, batch, preprocessing.range);
  const views = { temporal: preprocessing.temporalViews, spatial: preprocessing.spatialViews };
  const clips = index.entries.filter((entry) => entry.split === split).length;
  const progress = showProgress("evaluating", clips * (views.temporal * views.spatial + 1), "views");
  let done = 0;
  const onViews = () => progress.update(++done);
  try {
    const scores = await scoreSplit(loader, classifier, parameters, { split, views, onViews });
    const still = await scoreSplit(loader, classifier, parameters, {
      split,
      views: { temporal: 1, spatial: 1 },
      repeatFrame: true,
      onViews,
    });
    const { loss, ...accuracies } = summarize(scores, model);
    const chance = chanceOf(model, scores.labels);
    const evaluation = {
      ...accuracies,
      chance,
      views: `${counted(views.temporal, "clip")} × ${counted(views.spatial, "crop")}`,
      ...confusionOf(scores, model, labels),
    };
    return {
      scores,
      loss,
      evaluation,
      control: controlOf(summarize(still, model).top1, chance),
      problems: loader.problems,
    };
  } finally {
    progress.stop();
    await Promise.all([loader.dispose(), classifier.dispose()]);
  }
}

function confusionOf(
  { logits, labels }: SplitScores,
  model: ModelConfig,
  classes: readonly string[],
): Pick<EvaluationSummary, "confusion" | "perClass"> {
  const width = classes.length;
  const answers = labels.flatMap((own, row) => answersOf(rowOf(logits, row), own, model));
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

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** How far above chance one repeated frame may come before it seems that appearance, not motion, was learned. */
const allowance = 0.15;

function controlOf(top1: number, chance: number): ControlResult {
  return {
    title: "One repeated frame",
    top1,
    limit: chance + allowance,
    explanation:
      "The same model shown the middle frame over and over instead of the clip. What it still gets right it knows from appearance, not motion.",
  };
}
