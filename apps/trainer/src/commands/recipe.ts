import { Command } from "commander";
import { findRecipe, recipes } from "../recipe/recipes.ts";

/** `vivit recipe [NAME]`: the recipes that come with the command, or one in full. */
export function recipeCommand(): Command {
  return new Command("recipe")
    .description("list the recipes, or print one in full")
    .argument("[name]", "a recipe")
    .action((name?: string) => {
      const shown = name === undefined ? Object.keys(recipes).join("\n") : JSON.stringify(findRecipe(name), null, 2);
      process.stdout.write(`${shown}\n`);
    });
}
