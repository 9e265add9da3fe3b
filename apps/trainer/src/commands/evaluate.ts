import type { ClipIndex } from "@vivit/datasets";
import { Command, Option } from "commander";
import { dataHelp, openDataSet, requireLabels } from "../data/open-data-set.ts";
import { type EvaluatedRun, evaluateRun } from "../run/evaluate-run.ts";
import type { ViewAverage } from "../run/evaluate-split.ts";
import { groupProblems } from "../run/group-problems.ts";
import { judgeClips, mostWrong } from "../run/judge-clips.ts";
import { type ReadModel, readModelDirectory } from "../run/model-directory.ts";
import { openRuntime, type Runtime, type RuntimeName } from "../run/runtime.ts";
import { describeEvaluation, evaluationResult, pageOf } from "../scores/describe-evaluation.ts";
import { dumpOf } from "../scores/score-dump.ts";
import { writeEvaluation } from "../scores/write-evaluation.ts";
import { locateModel } from "../source/locate-model.ts";
import { UsageError } from "../usage-error.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface EvaluateOptions {
  readonly model: string;
  readonly data?: string;
  readonly split: "train" | "validation" | "test";
  readonly batch: number;
  readonly views?: Views;
  readonly average: ViewAverage;
  readonly out?: string;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

type Views = { readonly temporalViews: number; readonly spatialViews: 1 | 3 };

/** `vivit evaluate --data DIR`: score a trained model on a folder of videos. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("score a trained model on a folder of videos")
    .option("--model <dir>", "a trained model: its directory, or hf:owner/name", "runs/motions")
    .option("--data <data>", dataHelp)
    .addOption(
      new Option("--split <name>", "which clips").choices(["train", "validation", "test"]).default("validation"),
    )
    .option(
      "--views <TxS>",
      "clips along time and crops of each (1 or 3), such as 4x3; the model's own unless given",
      parseViews,
    )
    .addOption(averageOption("what is averaged over the views of a clip", "logits"))
    .option("--out <dir>", "write JSON, CSV, scores to fuse and a report page there")
    .option("--batch <n>", "views in one call of the model", positiveInteger("--batch"), 16);
  return addRuntimeOptions(command).action(evaluate);
}

/** The option that says what is averaged. */
export function averageOption(description: string, preset: ViewAverage): Option {
  return new Option("--average <what>", description).choices(["logits", "probabilities"]).default(preset);
}

function parseViews(text: string): Views {
  const [, temporal, spatial] = /^([1-9]\d*)x([13])$/.exec(text) ?? [];
  if (!temporal) throw new UsageError(`--views: expected clips along time x crops (1 or 3), such as 4x3, got ${text}`);
  return { temporalViews: Number(temporal), spatialViews: Number(spatial) as 1 | 3 };
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { model, data, split, batch, views, average, out, runtime, threads, json } = options;
  if (!data) throw new UsageError("evaluate: expected a folder of videos, got none; give --data DIR");
  const read = await readModelDirectory(await locateModel(model));
  for (const notice of read.notices) process.stderr.write(`notice: ${notice}\n`);
  const saved = { ...read, preprocessing: { ...read.preprocessing, ...views } };
  const { index, lines } = openDataSet(data);
  for (const line of lines) process.stderr.write(`${line}\n`);
  requireLabels(index, split);
  checkLabels(saved.labels, index.classes);
  const resources = { cacheMegabytes: 1024, workers: 2, maxBadFraction: 0.05 };
  const opened = await openRuntime(runtime, threads);
  const evaluated = await evaluateRun({ runtime: opened, saved, index, split, batch, data: resources, average });
  const clips = evaluated.scores.labels.length;
  const told = { split, clips, control: evaluated.control.top1, skipped: groupProblems(evaluated.problems) };
  const result = evaluationResult(evaluated, told);
  if (out) await write(out, { options, saved, index, evaluated, result, runtime: opened });
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : describeEvaluation(evaluated, told, out));
}

interface Written {
  readonly options: EvaluateOptions;
  readonly saved: ReadModel;
  readonly index: ClipIndex;
  readonly evaluated: EvaluatedRun;
  readonly result: object;
  readonly runtime: Runtime;
}

async function write(folder: string, { options, saved, index, evaluated, result, runtime }: Written): Promise<void> {
  const { model: kind, labels: classes } = saved;
  const { control, scores } = evaluated;
  const worst = await judgeClips(runtime, saved, index, scores, mostWrong(scores, kind, 8));
  const page = {
    ...pageOf(evaluated),
    name: options.model,
    data: index.directory,
    split: options.split,
    command: ["vivit", ...process.argv.slice(2)].join(" "),
    finished: new Date(),
    classes,
    clips: scores.labels.length,
    control,
    worst,
  };
  await writeEvaluation(folder, { result, dump: dumpOf(scores, index, kind), assessment: evaluated, page });
}

/** The classes must be the model's, in the same order. */
function checkLabels(model: readonly string[], data: readonly string[]): void {
  if (model.length === data.length && model.every((label, id) => label === data[id])) return;
  const unknown = data.filter((label) => !model.includes(label));
  const missing = model.filter((label) => !data.includes(label));
  throw new UsageError(
    `evaluate: expected the model's ${model.length} classes, got ${data.length} (unknown to the model: ${unknown.join(", ") || "none"}; missing in the data: ${missing.join(", ") || "none"}); rename the folders`,
  );
}
