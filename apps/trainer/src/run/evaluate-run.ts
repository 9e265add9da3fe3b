import type { ClipIndex, Split } from "@vivit/datasets";
import type { ClipProblem } from "@vivit/datasets/node";
import { showProgress } from "../progress.ts";
import type { ControlResult } from "../report/run-report.ts";
import { type Assessment, assessScores } from "./assess-scores.ts";
import { prepareClassifier } from "./classifier.ts";
import { type SplitScores, scoreSplit, type ViewAverage } from "./evaluate-split.ts";
import type { SavedModel } from "./model-directory.ts";
import { type LoaderResources, openLoader } from "./open-loader.ts";
import type { Runtime } from "./runtime.ts";
import { summarize } from "./score-clips.ts";

/** What an evaluation is given. */
export interface EvaluationRun {
  readonly runtime: Runtime;
  readonly saved: SavedModel;
  readonly index: ClipIndex;
  readonly split: Split;
  readonly batch: number;
  readonly data: LoaderResources;
  /** What is averaged over the views of a clip; logits, as the reference does, if left out. */
  readonly average?: ViewAverage;
}

/** What an evaluation finds. */
export interface EvaluatedRun extends Assessment {
  readonly scores: SplitScores;
  readonly loss: number;
  /** The same model shown one repeated frame. */
  readonly control: ControlResult;
  readonly problems: readonly ClipProblem[];
}

/** Score a split with all views of the model, and again with one repeated frame as a control. */
export async function evaluateRun(run: EvaluationRun): Promise<EvaluatedRun> {
  const { runtime, saved, index, split, batch, data } = run;
  const { preprocessing, model, parameters, labels } = saved;
  const loader = openLoader(index, preprocessing, data);
  const classifier = await prepareClassifier(runtime, model, parameters, batch, preprocessing.range);
  const views = { temporal: preprocessing.temporalViews, spatial: preprocessing.spatialViews };
  const clips = index.entries.filter((entry) => entry.split === split).length;
  const progress = showProgress("evaluating", clips * (views.temporal * views.spatial + 1), "views");
  let done = 0;
  const onViews = () => progress.update(++done);
  try {
    const scores = await scoreSplit(loader, classifier, parameters, {
      split,
      views,
      onViews,
      ...(run.average === "probabilities" ? { averageProbabilities: model } : {}),
    });
    const still = await scoreSplit(loader, classifier, parameters, {
      split,
      views: { temporal: 1, spatial: 1 },
      repeatFrame: true,
      onViews,
    });
    const looks = `${counted(views.temporal, "clip")} × ${counted(views.spatial, "crop")}`;
    const assessment = assessScores(scores, labels, model, looks);
    const { accuracies, evaluation } = assessment;
    const control = controlOf(summarize(still, model).top1, evaluation.chance);
    return { scores, loss: accuracies.loss, ...assessment, control, problems: loader.problems };
  } finally {
    progress.stop();
    await Promise.all([loader.dispose(), classifier.dispose()]);
  }
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
