import type { Preprocessing } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** The preprocessing of a recipe. */
export function preprocessingOf({ clip, evaluation: { temporalViews, spatialViews } }: Recipe): Preprocessing {
  const { range, ...shape } = clip;
  const isUsual = range[0] === -1 && range[1] === 1;
  return { ...shape, temporalViews, spatialViews, ...(isUsual ? {} : { range }) };
}
