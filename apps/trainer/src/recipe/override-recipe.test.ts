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
    expect(overrideRecipe(motions, [["learningRate.stepEpochs", "20,25.5"]]).learningRate.stepEpochs).toEqual([
      20, 25.5,
    ]);
    expect(overrideRecipe(motions, [["init.freeze", "head,embedding"]]).init.freeze).toEqual(["head", "embedding"]);
    expect(motions.train.epochs).not.toBe(3);
  });
  it("can set every field of every recipe to what it is", () => {
    for (const recipe of Object.values(recipes)) {
      const words = recipeFields(recipe).map(([path, value]) => [path, String(value)] as const);
      expect(overrideRecipe(recipe, words)).toEqual(recipe);
    }
  });
  it("gives another optimizer its defaults, whichever is said first", () => {
    const settings = [
      ["optimizer.momentum", "0.8"],
      ["optimizer.name", "momentum"],
    ] as const;
    const changed = { name: "momentum", momentum: 0.8, weightDecay: 0, l2: 0 };
    expect(overrideRecipe(motions, settings).optimizer).toEqual(changed);
    expect(overrideRecipe(motions, settings.toReversed()).optimizer).toEqual(changed);
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
    ["optimizer.name", "sgd", 'recipe: optimizer.name: expected one of momentum, adamw, adam, got "sgd"'],
    ["optimizer.momentum", "0.9", "recipe: unknown field optimizer.momentum; did you mean optimizer.name?"],
    ["train.dropPath", "1", "recipe: train.dropPath: Too big: expected number to be <1, got 1"],
  ])("refuses %s=%s", (path, value, message) =>
    expect(() => overrideRecipe(motions, [[path, value]])).toThrow(message),
  );
});

describe("settings that must fit together", () => {
  it.each([
    ["train.microBatch=5", "recipe: train.microBatch: expected a divisor of train.batch 16, such as 4, got 5"],
    [
      "train.mixup=0.2 train.batch=1",
      "recipe: train.mixup: expected 0 where clips come one by one, as each is mixed with another; or a train.batch of 2 or more, got 0.2",
    ],
    [
      "train.mixup=0.2 train.microBatch=1",
      "recipe: train.mixup: expected 0 where clips come one by one, as each is mixed with another; or a train.microBatch of 2 or more, got 0.2",
    ],
    [
      "learningRate.decay=step",
      'recipe: learningRate.stepEpochs: expected epochs for the decay "step", such as 20,25, got []',
    ],
    [
      "train.classWeights=balanced data.balanced=true",
      'recipe: train.classWeights: expected "equal" beside data.balanced true, as rare classes would count twice: by how often and by how much; take one of the two, got "balanced"',
    ],
  ])("%s", (words, message) => {
    const settings = words.split(" ").map((word) => word.split("=") as [string, string]);
    expect(() => overrideRecipe(motions, settings)).toThrow(message);
  });
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
      /^recipe: expected one of motions, motions-factorized, .*, got motion; did you mean motions\?$/,
    );
  });
});
