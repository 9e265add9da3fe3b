import { defineRecipe } from "../src/recipe/define-recipe.ts";
import motions from "./motions.ts";

/**
 * As `motions`, with Model 2: space within each step, then time.
 * Run: `pnpm vivit train --recipe motions-factorized --data data/motions`
 */
export default defineRecipe({ ...motions, model: { ...motions.model, variant: "factorized-encoder" } });
