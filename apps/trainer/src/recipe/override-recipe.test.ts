import { describe, expect, it } from "vitest";
import { checkRecipe, overrideRecipe } from "./override-recipe.ts";
import { recipeFields } from "./recipe-fields.ts";
import { findRecipe, recipes } from "./recipes.ts";

const motions = findRecipe("motions");

describe("overrideRecipe", () => {
  it("changes one setting and leaves the recipe alone", () => {
    const changed = overrideRecipe(motions, [
      ["train.epochs", "3"],
      ["augmentation.horizontalFlip", "false"],
      ["model.tubelet", "4,8,8"],
    ]);
    expect(changed.train.epochs).toBe(3);
    expect(changed.augmentation.horizontalFlip).toBe(false);
    expect(changed.model.tubelet).toEqual([4, 8, 8]);
    expect(motions.train.epochs).not.toBe(3);
  });
  it("can set every field of every recipe to what it is", () => {
    for (const recipe of Object.values(recipes)) {
      const words = recipeFields(recipe).map(([path, value]) => [path, String(value)] as const);
      expect(overrideRecipe(recipe, words)).toEqual(recipe);
    }
  });
  it("names the nearest field", () => {
    expect(() => overrideRecipe(motions, [["train.epoch", "3"]])).toThrow(
      "recipe: unknown field train.epoch; did you mean train.epochs?",
    );
  });
  it.each([
    ["train.epochs", "0", "recipe: train.epochs: Too small: expected number to be >=1, got 0"],
    ["train.epochs", "many", 'recipe: train.epochs: expected number, received string, got "many"'],
    [
      "model.pool",
      "first",
      'recipe: model.pool: Invalid option: expected one of "token"|"gap"|"gmp"|"gsp", got "first"',
    ],
    ["train.dropPath", "1", "recipe: train.dropPath: Too big: expected number to be <1, got 1"],
  ])("refuses %s=%s", (path, value, message) =>
    expect(() => overrideRecipe(motions, [[path, value]])).toThrow(message),
  );
});

describe("checkRecipe", () => {
  it("refuses an unknown field, naming the nearest", () => {
    const wrong = { ...motions, train: { ...motions.train, clipNrom: 1 } };
    expect(() => checkRecipe(wrong)).toThrow("recipe: unknown field train.clipNrom; did you mean train.clipNorm?");
  });
});

describe("findRecipe", () => {
  it("names the nearest recipe", () => {
    expect(() => findRecipe("motion")).toThrow(
      "recipe: expected one of motions, motions-factorized, got motion; did you mean motions?",
    );
  });
});
