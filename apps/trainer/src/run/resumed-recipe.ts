import { recipeFields } from "../recipe/recipe-fields.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { UsageError } from "../usage-error.ts";

/** Settings that change nothing of what is learned from here on: a resumed run may have others. */
const free = /^(data|checkpoints|evaluation|earlyStopping)\./;

/**
 * The recipe a resumed run goes on with.
 *
 * @param began what the run began with
 * @param wanted what it is asked to go on with
 * @throws UsageError naming every setting that differs and would make it another run
 */
export function resumedRecipe(directory: string, began: Recipe, wanted: Recipe): Recipe {
  const before = new Map(recipeFields(began).map(([path, value]) => [path, JSON.stringify(value)]));
  const after = new Map(recipeFields(wanted).map(([path, value]) => [path, JSON.stringify(value)]));
  const differences = [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !free.test(path) && before.get(path) !== after.get(path))
    .map((path) => `${path} was ${before.get(path) ?? "absent"}, now ${after.get(path) ?? "absent"}`);
  if (differences.length === 0) return wanted;
  throw new UsageError(
    `train: ${directory} began with another recipe: ${differences.join("; ")}; leave the change out to go on, or begin a new run with --init ${directory}`,
  );
}
