import { z } from "zod";
import { UsageError } from "../usage-error.ts";
import { nearest } from "./nearest.ts";
import { recipeFields } from "./recipe-fields.ts";
import { type Recipe, recipeSchema } from "./recipe-schema.ts";
import { optimizerNames, optimizerSchema } from "./training-schema.ts";

/**
 * Change settings of a recipe by path.
 *
 * @param settings `["train.epochs", "3"]`: values as typed on the command line; lists as `2,8,8`
 * @throws UsageError for an unknown path (names the nearest) or a value out of range (says what is expected)
 */
export function overrideRecipe(recipe: Recipe, settings: readonly (readonly [path: string, value: string])[]): Recipe {
  const chosen = settings.findLast(([path]) => path === "optimizer.name")?.[1];
  const changed = structuredClone(chosen ? withOptimizer(recipe, chosen) : recipe) as Record<string, unknown>;
  for (const [path, text] of settings) {
    const known = recipeFields(changed as Recipe).map(([name]) => name);
    if (!known.includes(path))
      throw new UsageError(`recipe: unknown field ${path}; did you mean ${nearest(path, known)}?`);
    assign(changed, path.split("."), text);
  }
  return checkRecipe(changed);
}

/** The recipe with another optimizer, whose settings begin at its defaults: no two share the meaning of theirs. */
function withOptimizer(recipe: Recipe, name: string): Recipe {
  if (name === recipe.optimizer.name) return recipe;
  const optimizer = optimizerSchema.safeParse({ name });
  if (!optimizer.success)
    throw new UsageError(`recipe: optimizer.name: expected one of ${optimizerNames.join(", ")}, got "${name}"`);
  return { ...recipe, optimizer: optimizer.data };
}

/**
 * Check a recipe read from somewhere.
 *
 * @throws UsageError `recipe: train.epochs: expected …, got …`
 */
export function checkRecipe(recipe: unknown): Recipe {
  const checked = recipeSchema.safeParse(recipe);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  if (issue?.code === "unrecognized_keys") throw unknownField(issue);
  const path = issue?.path.join(".") ?? "";
  throw new UsageError(
    `recipe: ${path}: ${issue?.message.replace("Invalid input: ", "")}, got ${JSON.stringify(valueAt(recipe, issue?.path ?? []))}`,
  );
}

function unknownField(issue: z.core.$ZodIssueUnrecognizedKeys): UsageError {
  const path = [...issue.path, issue.keys[0]].join(".");
  const siblings = schemaPaths(recipeSchema, "");
  return new UsageError(`recipe: unknown field ${path}; did you mean ${nearest(path, siblings)}?`);
}

function schemaPaths(schema: z.core.$ZodType, path: string): string[] {
  if (schema instanceof z.ZodDefault) return schemaPaths(schema.unwrap(), path);
  if (schema instanceof z.ZodDiscriminatedUnion)
    return [...new Set(schema.options.flatMap((option) => schemaPaths(option as z.core.$ZodType, path)))];
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([name, below]) =>
    schemaPaths(below as z.core.$ZodType, path ? `${path}.${name}` : name),
  );
}

function valueAt(node: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, name) => (at as Record<PropertyKey, unknown> | undefined)?.[name], node);
}

function assign(recipe: Record<string, unknown>, path: string[], text: string): void {
  const last = path.pop()!;
  const holder = valueAt(recipe, path) as Record<string, unknown>;
  holder[last] = parseAs(holder[last], text);
}

/** What a word looks like, for the first of a list. */
function kindOf(text: string): number | string {
  return text.trim() === "" || Number.isNaN(Number(text)) ? "" : 0;
}

/** Read a word as the kind of value that stands there now; what does not fit stays text, for the schema to refuse. */
function parseAs(present: unknown, text: string): unknown {
  if (typeof present === "number") return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  if (typeof present === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (Array.isArray(present))
    return text === "" ? [] : text.split(",").map((part) => parseAs(present[0] ?? kindOf(part), part));
  return text;
}
