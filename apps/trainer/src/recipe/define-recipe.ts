import type { z } from "zod";
import { type Recipe, recipeSchema } from "./recipe-schema.ts";

/** Write a recipe: a wrong or missing key fails to compile; what has a default may be left out. */
export function defineRecipe(recipe: z.input<typeof recipeSchema>): Recipe {
  return recipeSchema.parse(recipe);
}
