import type { Recipe } from "./recipe-schema.ts";

/** Paths of all settings of a recipe, such as `train.epochs`, with their values. */
export function recipeFields(recipe: Recipe): [path: string, value: unknown][] {
  return fields(recipe, "");
}

function fields(node: unknown, path: string): [string, unknown][] {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return [[path, node]];
  return Object.entries(node).flatMap(([name, below]) => fields(below, path ? `${path}.${name}` : name));
}
