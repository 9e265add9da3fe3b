import { Command } from "commander";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe, recipeTitles } from "../recipe/recipes.ts";
import { addRecipeOptions, givenSettings } from "./recipe-options.ts";

/** `vivit recipe [NAME]`: the recipes that come with the command, or one in full. */
export function recipeCommand(): Command {
  const command = new Command("recipe")
    .description("list the recipes, or print one in full, with every setting")
    .argument("[name]", "a recipe")
    .option("--json", "print names and titles as JSON; a recipe is JSON anyway");
  return addRecipeOptions(command).action((name: string | undefined, options: Record<string, never>) => {
    const shown = name === undefined ? listRecipes(Boolean(options.json)) : printRecipe(name, options);
    process.stdout.write(`${shown}\n`);
  });
}

function printRecipe(name: string, options: Record<string, never>): string {
  return JSON.stringify(overrideRecipe(findRecipe(name), givenSettings(options)), null, 2);
}

function listRecipes(json: boolean): string {
  if (json) return JSON.stringify(recipeTitles, null, 2);
  const width = Math.max(...Object.keys(recipeTitles).map(({ length }) => length));
  return Object.entries(recipeTitles)
    .map(([name, title]) => `${name.padEnd(width)}  ${title}`)
    .join("\n");
}
