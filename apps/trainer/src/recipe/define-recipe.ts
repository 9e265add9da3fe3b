import type { Recipe } from "./recipe-schema.ts";

/** Write a recipe: a wrong or missing key fails to compile. */
export function defineRecipe(recipe: Recipe): Recipe {
  return recipe;
}
