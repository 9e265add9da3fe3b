import { countParameters } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";
import { modelConfigOf } from "./model-config.ts";
import { checkRecipe } from "./override-recipe.ts";
import { findRecipe, recipes, recipeTitles } from "./recipes.ts";

/** [peak, epochs, stride, crop, RandAugment, smoothing, mixup, drop-path] of ViViT Table 7, where Scenic says another peak its own. */
const paper: Record<string, readonly unknown[]> = {
  "kinetics400-base": [0.1, 30, 2, 224, [0, 0], 0, 0, 0],
  "kinetics400-base-fe": [0.05, 30, 2, 224, [0, 0], 0, 0, 0],
  "kinetics400-large-fe": [0.1, 30, 2, 224, [0, 0], 0, 0, 0],
  "kinetics600-large-fe": [0.05, 30, 2, 224, [0, 0], 0, 0, 0],
  "epic-kitchens-large-fe": [0.5, 50, 1, 224, [2, 15], 0.2, 0.1, 0.2],
  "something-something-large-fe": [0.4, 35, 1, 256, [2, 20], 0.3, 0.3, 0.3],
  "moments-in-time-large-fe": [0.25, 10, 2, 224, [0, 0], 0, 0, 0],
};

describe("the paper's recipes", () => {
  it.each(Object.entries(paper))("%s", (name, expected) => {
    const { learningRate, train, clip, augmentation, optimizer } = findRecipe(name);
    const { layers, magnitude } = augmentation.randAugment;
    const { labelSmoothing, mixup, dropPath } = train;
    const augmented = [[layers, magnitude], labelSmoothing, mixup, dropPath];
    expect([learningRate.peak, train.epochs, clip.stride, clip.crop, ...augmented]).toEqual(expected);
    expect([train.batch, train.clipNorm, learningRate.warmupEpochs, clip.frames]).toEqual([64, 1, 2.5, 32]);
    expect(optimizer).toEqual({ name: "momentum", momentum: 0.9, weightDecay: 0, l2: 0 });
  });
  it.each([
    ["kinetics400-base", 400, 88_954_000],
    ["kinetics400-base-fe", 400, 115_062_928],
    ["kinetics400-large-fe", 400, 354_903_440],
  ])("%s has the reference's parameters", (name, classes, parameters) =>
    expect(countParameters(modelConfigOf(findRecipe(name), { classes: Array.from({ length: classes }, String) }))).toBe(
      parameters,
    ),
  );
});

describe("every recipe", () => {
  it("has a title, and comes back from what is printed of it", async () => {
    expect(Object.keys(recipeTitles)).toEqual(Object.keys(recipes));
    for (const [name, recipe] of Object.entries(recipes)) {
      const { stdout } = await runCommand(["recipe", name]);
      expect(checkRecipe(JSON.parse(stdout))).toEqual(recipe);
    }
  });
  it("is printed with what was set, and refuses what it does not have", async () => {
    const set = await runCommand(["recipe", "finetune", "--set", "train.epochs=3"]);
    expect(JSON.parse(set.stdout).train.epochs).toBe(3);
    const { code, stderr } = await runCommand(["recipe", "finetune", "--set", "train.mixups=3"]);
    expect([code, stderr]).toEqual([2, "vivit: recipe: unknown field train.mixups; did you mean train.mixup?\n"]);
  });
});
