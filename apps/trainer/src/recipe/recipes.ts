import motions from "../../recipes/motions.ts";
import motionsFactorized from "../../recipes/motions-factorized.ts";
import { UsageError } from "../usage-error.ts";
import { nearest } from "./nearest.ts";
import type { Recipe } from "./recipe-schema.ts";

/** The recipes that come with the command, by name. */
export const recipes: Readonly<Record<string, Recipe>> = { motions, "motions-factorized": motionsFactorized };

/** @throws UsageError naming the nearest recipe */
export function findRecipe(name: string): Recipe {
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  if (recipe) return recipe;
  const names = Object.keys(recipes);
  throw new UsageError(
    `recipe: expected one of ${names.join(", ")}, got ${name}; did you mean ${nearest(name, names)}?`,
  );
}
