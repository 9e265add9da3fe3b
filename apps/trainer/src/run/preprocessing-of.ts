import type { Preprocessing } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** The preprocessing of a recipe. */
export function preprocessingOf({ clip, evaluation: { temporalViews, spatialViews } }: Recipe): Preprocessing {
  return { ...clip, temporalViews, spatialViews };
}
