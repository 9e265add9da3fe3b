import { join } from "node:path";
import { openDataSet } from "../data/open-data-set.ts";
import { modelConfigOf } from "../recipe/model-config.ts";
import { checkRecipe, overrideRecipe } from "../recipe/override-recipe.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { locateModel } from "../source/locate-model.ts";
import { readSource, type SourceModel } from "../source/read-source.ts";
import { sourceSizes } from "../source/source-sizes.ts";
import { UsageError } from "../usage-error.ts";
import { readBeginning } from "./beginning.ts";
import { checkSameData } from "./data-fingerprint.ts";
import { initializeRun } from "./initialize-run.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { resumedRecipe } from "./resumed-recipe.ts";
import { noRun } from "./run-directory.ts";
import type { TrainRun } from "./train-run.ts";
import { frozenOf } from "./training-step.ts";

/** A run that is about to begin, or to go on, and what to say before it does. */
export interface RunPlan extends Pick<TrainRun, "recipe" | "index" | "directory" | "initial" | "from"> {
  readonly lines: readonly string[];
}

type Settings = readonly (readonly [path: string, value: string])[];

/**
 * Plan a new run, refusing what does not fit before anything is written.
 *
 * @param settings of the recipe that were said, as `overrideRecipe` takes them
 */
export async function planNew(
  options: { readonly data?: string; readonly recipe: string; readonly name?: string; readonly runs: string },
  settings: Settings,
): Promise<RunPlan> {
  if (!options.data)
    throw new UsageError(
      "train: expected a folder of videos, got none; give --data DIR, or make one: vivit make motions",
    );
  const { recipe, source } = await planRecipe(findRecipe(options.recipe), settings);
  const { index, lines } = openDataSet(options.data, recipe.seed);
  const directory = join(options.runs, options.name ?? options.recipe);
  return begin({ recipe, index, directory, lines }, source);
}

/**
 * Plan to go on with a run, or to begin it again if it stopped before its first checkpoint.
 *
 * @param named a recipe that was asked for, and where the data is if it has moved
 */
export async function planResumed(
  directory: string,
  named: { readonly data?: string; readonly recipe?: string },
  settings: Settings,
): Promise<RunPlan> {
  const from = await readCheckpoint(directory);
  const state = from?.state ?? (await readBeginning(directory));
  if (!state) throw noRun(directory);
  const began = checkRecipe(state.recipe);
  const wanted = overrideRecipe(named.recipe ? findRecipe(named.recipe) : began, settings);
  const recipe = resumedRecipe(directory, began, wanted);
  const { index, lines } = openDataSet(named.data ?? state.data, recipe.seed);
  checkSameData(state.fingerprint, index);
  if (from) {
    const notices = from.notices.map((notice) => `notice: ${notice}; going on from step ${from.state.step}`);
    return { recipe, index, directory, from, lines: notices };
  }
  const source = recipe.init.from === "" ? undefined : await readSource(await locateModel(recipe.init.from));
  const notice = "notice: the run stopped before its first checkpoint; it begins again at step 0";
  return begin({ recipe, index, directory, lines: [...lines, notice] }, source);
}

/** A run from its first step on, with the parameters of the model that it begins with, if any. */
function begin(plan: RunPlan, source: SourceModel | undefined): RunPlan {
  const { recipe, index, lines } = plan;
  const model = modelConfigOf(recipe, index);
  if (recipe.init.freeze.length > 0) frozenOf(recipe, model);
  if (!source) return plan;
  const begun = initializeRun(recipe, model, source);
  return { ...plan, initial: begun.parameters, lines: [...lines, begun.lines.join("\n  ")] };
}

/** The recipe with what was said, and in between the sizes of the model that it begins with. */
async function planRecipe(recipe: Recipe, settings: Settings): Promise<{ recipe: Recipe; source?: SourceModel }> {
  const wanted = overrideRecipe(recipe, settings);
  if (wanted.init.from === "") return { recipe: wanted };
  const source = await readSource(await locateModel(wanted.init.from));
  const sized = overrideRecipe(recipe, sourceSizes(source, wanted.model));
  return { recipe: overrideRecipe(sized, settings), source };
}
