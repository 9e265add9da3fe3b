import { indexFolder } from "@vivit/datasets/node";
import { Command, Option } from "commander";
import { evaluateRun } from "../run/evaluate-run.ts";
import { groupProblems } from "../run/group-problems.ts";
import { readModelDirectory } from "../run/model-directory.ts";
import { openRuntime, type RuntimeName } from "../run/runtime.ts";
import { locateModel } from "../source/locate-model.ts";
import { UsageError } from "../usage-error.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface EvaluateOptions {
  readonly model: string;
  readonly data?: string;
  readonly split: "train" | "validation" | "test";
  readonly batch: number;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit evaluate --data DIR`: score a trained model on a folder of videos. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("score a trained model on a folder of videos")
    .option("--model <dir>", "a trained model: its directory, or hf:owner/name", "runs/motions")
    .option("--data <dir>", "the folder of videos")
    .addOption(
      new Option("--split <name>", "which clips").choices(["train", "validation", "test"]).default("validation"),
    )
    .option("--batch <n>", "views in one call of the model", positiveInteger("--batch"), 16);
  return addRuntimeOptions(command).action(evaluate);
}

async function evaluate({ model, data, split, batch, runtime, threads, json }: EvaluateOptions): Promise<void> {
  if (!data) throw new UsageError("evaluate: expected a folder of videos, got none; give --data DIR");
  const saved = await readModelDirectory(await locateModel(model));
  for (const notice of saved.notices) process.stderr.write(`notice: ${notice}\n`);
  const index = indexFolder(data);
  checkLabels(saved.labels, index.classes);
  const resources = { cacheMegabytes: 1024, workers: 2, maxBadFraction: 0.05 };
  const { evaluation, control, loss, scores, problems } = await evaluateRun({
    runtime: await openRuntime(runtime, threads),
    saved,
    index,
    split,
    batch,
    data: resources,
  });
  const { top1, top5, chance } = evaluation;
  const result = {
    split,
    clips: scores.labels.length,
    loss,
    top1,
    ...(top5 === undefined ? {} : { top5 }),
    chance,
    control: control.top1,
    skipped: groupProblems(problems),
  };
  process.stdout.write(json ? `${JSON.stringify({ ...result, perClass: evaluation.perClass })}\n` : describe(result));
}

function describe({
  split,
  clips,
  loss,
  top1,
  top5,
  chance,
  control,
}: Record<"clips" | "loss" | "top1" | "chance" | "control", number> & { split: string; top5?: number }): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const fifth = top5 === undefined ? "" : `top-5  ${percent(top5)}\n`;
  return `${clips} ${split} clips\ntop-1  ${percent(top1)} (chance ${percent(chance)}, one repeated frame ${percent(control)})\n${fifth}loss   ${loss.toFixed(4)}\n`;
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
