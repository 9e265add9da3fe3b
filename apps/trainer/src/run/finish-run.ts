import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { ClipIndex } from "@vivit/datasets";
import { countParameters, type ModelConfig, variants } from "@vivit/models";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { renderReport } from "../report/render-report.ts";
import type { JudgedClip, Row, RunReport, SkippedFiles } from "../report/run-report.ts";
import { logEvaluation } from "../tensorboard/log-evaluation.ts";
import { type EvaluatedRun, evaluateRun } from "./evaluate-run.ts";
import { groupProblems } from "./group-problems.ts";
import { judgeClips, mostRight, mostWrong } from "./judge-clips.ts";
import { readSteps } from "./metrics-log.ts";
import type { SavedModel } from "./model-directory.ts";
import { preprocessingOf } from "./preprocessing-of.ts";
import type { Runtime } from "./runtime.ts";
import type { TrainedRun } from "./train-run.ts";
import { servedOf } from "./training-state.ts";
import { writeJson } from "./write-json.ts";

/** What the end of a run is given. */
export interface FinishedRun {
  readonly recipe: Recipe;
  readonly model: ModelConfig;
  readonly index: ClipIndex;
  readonly directory: string;
  readonly runtime: Runtime;
  readonly trained: TrainedRun;
}

/** The result of a run in numbers. */
export interface RunSummary {
  readonly run: string;
  readonly report: string;
  readonly top1: number;
  readonly top5?: number;
  readonly chance: number;
  /** Top-1 of the same model shown one repeated frame. */
  readonly control: number;
  readonly clips: number;
  readonly seconds: number;
  readonly skipped: number;
}

/** Most right and most wrong clips shown in the report. */
const [rightShown, worstShown] = [4, 8];

/** Evaluate a trained model with all its views and write `results.json` and `report.html`. */
export async function finishRun(run: FinishedRun): Promise<{ summary: RunSummary; text: string }> {
  const { recipe, model, index, directory, runtime, trained } = run;
  const preprocessing = preprocessingOf(recipe);
  const saved = { model, labels: index.classes, preprocessing, parameters: servedOf(trained.tensors) };
  const evaluated = await evaluateRun({
    runtime,
    saved,
    index,
    split: "validation",
    batch: recipe.evaluation.batch,
    data: recipe.data,
  });
  const { right, worst } = await judgeExtremes(run, evaluated, saved);
  const skipped = groupProblems([...trained.problems, ...evaluated.problems]);
  const steps = await readSteps(directory);
  const report = join(directory, "report.html");
  const shown = { ...reportOf(run, evaluated), right, worst, steps, data: dataOf(index, skipped) };
  await writeFile(report, renderReport(shown));
  await logEvaluation(directory, steps.at(-1)?.step ?? 0, shown);
  const summary = summaryOf(run, evaluated, skipped, report);
  await writeJson(join(directory, "results.json"), { ...summary, perClass: evaluated.evaluation.perClass });
  return { summary, text: describe(summary) };
}

/** The clips that the model is most right and most wrong about. */
async function judgeExtremes(
  { index, model, runtime }: FinishedRun,
  { scores }: EvaluatedRun,
  saved: SavedModel,
): Promise<{ right: readonly JudgedClip[]; worst: readonly JudgedClip[] }> {
  const rows = mostRight(scores, model, rightShown);
  const all = [...rows, ...mostWrong(scores, model, worstShown)];
  const judged = await judgeClips(runtime, saved, index, scores, all);
  return { right: judged.slice(0, rows.length), worst: judged.slice(rows.length) };
}

function summaryOf(
  { directory, trained }: FinishedRun,
  { evaluation, control, scores }: EvaluatedRun,
  skipped: readonly SkippedFiles[],
  report: string,
): RunSummary {
  const { top1, top5, chance } = evaluation;
  return {
    run: directory,
    report,
    top1,
    ...(top5 === undefined ? {} : { top5 }),
    chance,
    control: control.top1,
    clips: scores.labels.length,
    seconds: trained.seconds,
    skipped: skipped.reduce((sum, { count }) => sum + count, 0),
  };
}

function describe({ top1, chance, control, clips, seconds, report, run, skipped }: RunSummary): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `top-1 ${percent(top1)} on ${clips} validation clips (chance ${percent(chance)}; one repeated frame ${percent(control)})`,
    `trained in ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s${skipped > 0 ? `; ${skipped} files skipped, see the report` : ""}`,
    `model ${run}`,
    `report ${report}`,
  ].join("\n");
}

function reportOf(
  { recipe, model, directory, runtime, trained }: FinishedRun,
  { evaluation, control }: EvaluatedRun,
): Omit<RunReport, "worst" | "steps" | "data"> {
  return {
    name: directory,
    command: ["vivit", ...process.argv.slice(2)].join(" "),
    finished: new Date(),
    durationSeconds: trained.seconds,
    model: { title: variants[model.variant].title, description: modelRows(model) },
    parameters: countParameters(model),
    recipe,
    epochs: trained.epochs,
    evaluation,
    control,
    environment: [
      ["processor", `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`],
      ["Node", process.versions.node],
      ["runtime", runtime.name],
    ],
  };
}

function dataOf({ directory, classes, entries }: ClipIndex, skipped: readonly SkippedFiles[]): RunReport["data"] {
  const count = (split: string) => entries.filter((entry) => entry.split === split).length;
  return { directory, classes, training: count("train"), validation: count("validation"), skipped };
}

function modelRows({ clip, tubelet, encoder, temporalEncoder, pool }: ModelConfig): Row[] {
  return [
    ["clip", `${clip.frames} frames of ${clip.height} × ${clip.width} pixels`],
    ["tubelet", `${tubelet.frames} × ${tubelet.height} × ${tubelet.width}`],
    ["encoder", `width ${encoder.dim}, ${encoder.depth} blocks, ${encoder.heads} heads, MLP ${encoder.mlpDim}`],
    ...(temporalEncoder
      ? ([["temporal encoder", `${temporalEncoder.depth} blocks, ${temporalEncoder.heads} heads`]] as const)
      : []),
    ["pooling", pool],
  ];
}
