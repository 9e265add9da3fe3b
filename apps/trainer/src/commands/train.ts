import { join } from "node:path";
import { Command, Option } from "commander";
import { dataHelp, openDataSet } from "../data/open-data-set.ts";
import { modelConfigOf } from "../recipe/model-config.ts";
import { checkRecipe, overrideRecipe } from "../recipe/override-recipe.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { checkSameData } from "../run/data-fingerprint.ts";
import { finishRun } from "../run/finish-run.ts";
import { initializeRun } from "../run/initialize-run.ts";
import { readCheckpoint } from "../run/read-checkpoint.ts";
import { resumedRecipe } from "../run/resumed-recipe.ts";
import { noCheckpoint, withRunDirectory } from "../run/run-directory.ts";
import type { RunLock } from "../run/run-lock.ts";
import { openRuntime, type RuntimeName, runtimeNames } from "../run/runtime.ts";
import { type TrainRun, trainRun } from "../run/train-run.ts";
import { frozenOf } from "../run/training-step.ts";
import { showTraining } from "../show-training.ts";
import { locateModel } from "../source/locate-model.ts";
import { readSource, type SourceModel } from "../source/read-source.ts";
import { sourceSizes } from "../source/source-sizes.ts";
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
type Given = readonly [path: string, value: string][];

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
    const resumed = (lock: RunLock) => planResumed(directory, options, given, recipe).then(follow(options, lock));
    return withRunDirectory(directory, "resume", resumed);
  }
  const plan = await planNew(options, given); // refuses what does not fit before anything is written
  return withRunDirectory(plan.directory, "new", (lock) => follow(options, lock)(plan));
}

type Plan = Awaited<ReturnType<typeof planNew>> & Pick<TrainRun, "from">;

/** Train as planned, evaluate, and say how it went. */
function follow(options: TrainOptions, lock: RunLock): (plan: Plan) => Promise<void> {
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

async function planNew(options: TrainOptions, given: Given) {
  if (!options.data)
    throw new UsageError(
      "train: expected a folder of videos, got none; give --data DIR, or make one: vivit make motions",
    );
  const { recipe, source } = await planRecipe(findRecipe(options.recipe), given);
  const { index, lines: told } = openDataSet(options.data, recipe.seed);
  const model = modelConfigOf(recipe, index);
  if (recipe.init.freeze.length > 0) frozenOf(recipe, model);
  const begun = source && initializeRun(recipe, model, source);
  const directory = join(options.runs, options.name ?? options.recipe);
  const lines = [...told, ...(begun ? [begun.lines.join("\n  ")] : [])];
  return { recipe, index, directory, lines, ...(begun ? { initial: begun.parameters } : {}) };
}

/** The recipe with what was said, and in between the sizes of the model that it begins with. */
async function planRecipe(recipe: Recipe, given: Given): Promise<{ recipe: Recipe; source?: SourceModel }> {
  const wanted = overrideRecipe(recipe, given);
  if (wanted.init.from === "") return { recipe: wanted };
  const source = await readSource(await locateModel(wanted.init.from));
  const sized = overrideRecipe(recipe, sourceSizes(source, wanted.model));
  return { recipe: overrideRecipe(sized, given), source };
}

async function planResumed(directory: string, options: TrainOptions, given: Given, recipeNamed: boolean) {
  const from = await readCheckpoint(directory);
  if (!from) throw noCheckpoint(directory);
  const began = checkRecipe(from.state.recipe);
  const recipe = resumedRecipe(
    directory,
    began,
    overrideRecipe(recipeNamed ? findRecipe(options.recipe) : began, given),
  );
  const { index } = openDataSet(options.data ?? from.state.data, recipe.seed);
  checkSameData(from.state.fingerprint, index);
  const lines = from.notices.map((notice) => `notice: ${notice}; going on from step ${from.state.step}`);
  return { recipe, index, directory, from, lines };
}
