import { Command, Option } from "commander";
import { dataHelp } from "../data/open-data-set.ts";
import { modelConfigOf } from "../recipe/model-config.ts";
import { finishRun } from "../run/finish-run.ts";
import { planNew, planResumed, type RunPlan } from "../run/plan-run.ts";
import { withRunDirectory } from "../run/run-directory.ts";
import type { RunLock } from "../run/run-lock.ts";
import { openRuntime, type RuntimeName, runtimeNames } from "../run/runtime.ts";
import { trainRun } from "../run/train-run.ts";
import { showTraining } from "../show-training.ts";
import { UsageError } from "../usage-error.ts";
import { addRecipeOptions, givenSettings } from "./recipe-options.ts";

interface TrainOptions {
  readonly data?: string;
  readonly recipe: string;
  readonly name?: string;
  readonly runs: string;
  readonly resume?: string;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

type Settings = Record<string, string | undefined>;

/** `vivit train --data DIR`: train a model on a folder of videos, evaluate it, write its report. */
export function trainCommand(): Command {
  const command = new Command("train")
    .description(
      "train a model on a folder of videos: DIR/train/<class>/*.mp4 and DIR/val/<class>/*.mp4, or DIR/<class>/*.mp4",
    )
    .option("--data <data>", dataHelp)
    .option("--recipe <name>", "where every setting begins", "motions")
    .option("--name <name>", "name of the run; the recipe's name unless given")
    .option("--runs <dir>", "where runs are written", "runs")
    .option("--resume <run>", "go on with a run that was stopped, such as runs/motions");
  return addRecipeOptions(addRuntimeOptions(command)).action((options: TrainOptions) =>
    train(options, options as never, { recipe: command.getOptionValueSource("recipe") === "cli" }),
  );
}

/** The options that say what runs a model. */
export function addRuntimeOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--runtime <name>", "native code, or TensorFlow.js on cpu or wasm")
        .choices(runtimeNames)
        .default("native"),
    )
    .option("--threads <n>", "processor threads; all unless given", positiveInteger("--threads"))
    .option("--json", "print the result as JSON");
}

/** A parser for whole numbers of 1 or more. @throws UsageError */
export function positiveInteger(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1)
      throw new UsageError(`${name}: expected a whole number of 1 or more, got ${text}`);
    return value;
  };
}

async function train(options: TrainOptions, settings: Settings, { recipe }: { recipe: boolean }): Promise<void> {
  const given = givenSettings(settings);
  if (options.resume) {
    const directory = options.resume;
    const named = { ...options, recipe: recipe ? options.recipe : undefined };
    const resumed = (lock: RunLock) => planResumed(directory, named, given).then(follow(options, lock));
    return withRunDirectory(directory, "resume", resumed);
  }
  const plan = await planNew(options, given); // refuses what does not fit before anything is written
  return withRunDirectory(plan.directory, "new", (lock) => follow(options, lock)(plan));
}

/** Train as planned, evaluate, and say how it went. */
function follow(options: TrainOptions, lock: RunLock): (plan: RunPlan) => Promise<void> {
  return async (plan) => {
    for (const line of plan.lines) process.stderr.write(`${line}\n`);
    const model = modelConfigOf(plan.recipe, plan.index);
    const runtime = await openRuntime(options.runtime, options.threads);
    const shown = showTraining(plan.recipe.train.epochs);
    const { step: onStep, epoch: onEpoch, signal: onSignal } = shown;
    try {
      const trained = await trainRun({ ...plan, model, lock, runtime, onStep, onEpoch, onSignal });
      const result = await finishRun({ ...plan, model, runtime, trained });
      process.stdout.write(options.json ? `${JSON.stringify(result.summary)}\n` : `${result.text}\n`);
    } finally {
      shown.stop();
    }
  };
}
