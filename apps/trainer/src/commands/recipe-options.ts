import { type Command, Option } from "commander";
import { hasClassToken } from "../recipe/has-class-token.ts";
import { presetSettings } from "../recipe/preset-settings.ts";
import { recipeFields } from "../recipe/recipe-fields.ts";
import { recipes } from "../recipe/recipes.ts";
import { UsageError } from "../usage-error.ts";

/** Short names for the settings people change most. */
const shortNames = {
  epochs: "train.epochs",
  batch: "train.batch",
  "learning-rate": "learningRate.peak",
  init: "init.from",
  freeze: "init.freeze",
} as const;

type Settings = Record<string, string[] | string | undefined>;

/** Give a command one flag for every setting of a recipe, `--train.epochs 3`, and `--set train.epochs=3`. */
export function addRecipeOptions(command: Command): Command {
  command.option(
    "--set <field=value>",
    "change a setting of the recipe; may be repeated",
    (value: string, before: string[]) => [...before, value],
    [],
  );
  command.option("--preset <name>", "a model by its name, with the clip of the paper: vivit-b-16x2, vivit-l-16x2-fe");
  for (const [name, path] of Object.entries(shortNames)) command.option(`--${name} <value>`, `short for --${path}`);
  for (const path of allFields()) command.addOption(new Option(`--${path} <value>`).hideHelp(path.includes(".")));
  return command;
}

/**
 * What was said on the command line: paths of a recipe with values as typed, a preset's before all others.
 *
 * @throws UsageError for a preset that does not exist
 */
export function givenSettings(options: Settings): [path: string, value: string][] {
  const settings: [string, string][] = typeof options.preset === "string" ? presetSettings(options.preset) : [];
  for (const path of allFields()) if (typeof options[path] === "string") settings.push([path, options[path]]);
  for (const [name, path] of Object.entries(shortNames)) {
    const value = options[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
    if (typeof value === "string") settings.push([path, value]);
  }
  for (const text of (options.set as string[] | undefined) ?? []) settings.push(splitSetting(text));
  return withPool(settings);
}

/** Models 3 and 4 have no class token: whoever asks for one of them and no pool gets the mean, as Scenic does. */
function withPool(settings: [path: string, value: string][]): [path: string, value: string][] {
  const variant = settings.findLast(([path]) => path === "model.variant")?.[1];
  const isSaid = settings.some(([path]) => path === "model.pool");
  return hasClassToken(variant) || isSaid ? settings : [...settings, ["model.pool", "gap"]];
}

function splitSetting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--set: expected field=value, such as train.epochs=3, got ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function allFields(): string[] {
  return [...new Set(Object.values(recipes).flatMap((recipe) => recipeFields(recipe).map(([path]) => path)))];
}
