import { join } from "node:path";
import { indexFolder } from "@vivit/datasets/node";
import { Command, Option } from "commander";
import { modelConfigOf } from "../recipe/model-config.ts";
import { checkRecipe, overrideRecipe } from "../recipe/override-recipe.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { readCheckpoint } from "../run/checkpoint.ts";
import { finishRun } from "../run/finish-run.ts";
import { initializeRun } from "../run/initialize-run.ts";
import { claimRunDirectory } from "../run/run-directory.ts";
import { openRuntime, type RuntimeName, runtimeNames } from "../run/runtime.ts";
import { trainRun } from "../run/train-run.ts";
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

/** `vivit train --data DIR`: train a model on a folder of videos, evaluate it, write its report. */
export function trainCommand(): Command {
  const command = new Command("train")
    .description(
      "train a model on a folder of videos: DIR/train/<class>/*.mp4 and DIR/val/<class>/*.mp4, or DIR/<class>/*.mp4",
    )
    .option("--data <dir>", "the folder of videos")
    .option("--recipe <name>", "where every setting begins", "motions")
    .option("--name <name>", "name of the run; the recipe's name unless given")
    .option("--runs <dir>", "where runs are written", "runs")
    .option("--resume <run>", "go on with a run that was stopped, such as runs/motions");
  return addRecipeOptions(addRuntimeOptions(command)).action((options: TrainOptions) =>
    train(options, options as never),
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

async function train(options: TrainOptions, settings: Record<string, string | undefined>): Promise<void> {
  const plan = options.resume ? await planResumed(options.resume) : await planNew(options, settings);
  const model = modelConfigOf(plan.recipe, plan.index.classes.length);
  const runtime = await openRuntime(options.runtime, options.threads);
  const shown = showTraining(plan.recipe.train.epochs);
  try {
    const trained = await trainRun({ ...plan, model, runtime, onStep: shown.step, onEpoch: shown.epoch });
    const result = await finishRun({ ...plan, model, runtime, trained });
    process.stdout.write(options.json ? `${JSON.stringify(result.summary)}\n` : `${result.text}\n`);
  } finally {
    shown.stop();
  }
}

async function planNew(options: TrainOptions, settings: Record<string, string | undefined>) {
  if (!options.data)
    throw new UsageError(
      "train: expected a folder of videos, got none; give --data DIR, or make one: vivit make motions",
    );
  const { recipe, source } = await planRecipe(findRecipe(options.recipe), givenSettings(settings));
  const index = indexFolder(options.data, { seed: recipe.seed });
  const model = modelConfigOf(recipe, index.classes.length); // refuse what does not fit before anything is written
  if (recipe.init.freeze.length > 0) frozenOf(recipe, model);
  const begun = source && initializeRun(recipe, model, source);
  const directory = join(options.runs, options.name ?? options.recipe);
  await claimRunDirectory(directory);
  if (begun) process.stderr.write(`${begun.lines.join("\n  ")}\n`);
  return { recipe, index, directory, ...(begun ? { initial: begun.parameters } : {}) };
}

/** The recipe with what was said, and in between the sizes of the model that it begins with. */
async function planRecipe(
  recipe: Recipe,
  given: readonly [path: string, value: string][],
): Promise<{ recipe: Recipe; source?: SourceModel }> {
  const wanted = overrideRecipe(recipe, given);
  if (wanted.init.from === "") return { recipe: wanted };
  const source = await readSource(await locateModel(wanted.init.from));
  const sized = overrideRecipe(recipe, sourceSizes(source, wanted.model.tubelet[0]));
  return { recipe: overrideRecipe(sized, given), source };
}

async function planResumed(directory: string) {
  const from = await readCheckpoint(directory);
  if (!from)
    throw new UsageError(
      `train: expected a checkpoint in ${directory}, found none; give the directory of a run that was stopped`,
    );
  const recipe = checkRecipe(from.state.recipe);
  return { recipe, index: indexFolder(from.state.data, { seed: recipe.seed }), directory, from };
}
