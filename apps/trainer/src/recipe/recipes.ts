import epicKitchens from "../../recipes/epic-kitchens-large-fe.ts";
import finetune from "../../recipes/finetune.ts";
import kinetics400Base from "../../recipes/kinetics400-base.ts";
import kinetics400BaseFe from "../../recipes/kinetics400-base-fe.ts";
import kinetics400LargeFe from "../../recipes/kinetics400-large-fe.ts";
import kinetics600LargeFe from "../../recipes/kinetics600-large-fe.ts";
import momentsInTime from "../../recipes/moments-in-time-large-fe.ts";
import motions from "../../recipes/motions.ts";
import motionsFactorized from "../../recipes/motions-factorized.ts";
import motionsSmall from "../../recipes/motions-small.ts";
import somethingSomething from "../../recipes/something-something-large-fe.ts";
import { UsageError } from "../usage-error.ts";
import { nearest } from "./nearest.ts";
import type { Recipe } from "./recipe-schema.ts";

/** The recipes that come with the command, by name. */
export const recipes: Readonly<Record<string, Recipe>> = {
  motions,
  "motions-factorized": motionsFactorized,
  "motions-small": motionsSmall,
  finetune,
  "kinetics400-base": kinetics400Base,
  "kinetics400-base-fe": kinetics400BaseFe,
  "kinetics400-large-fe": kinetics400LargeFe,
  "kinetics600-large-fe": kinetics600LargeFe,
  "epic-kitchens-large-fe": epicKitchens,
  "something-something-large-fe": somethingSomething,
  "moments-in-time-large-fe": momentsInTime,
};

/** What each is for, in a line. */
export const recipeTitles: Readonly<Record<string, string>> = {
  motions: "Model 1 on the made-up data set of ten motions: minutes",
  "motions-factorized": "the same with Model 2",
  "motions-small": "every regularizer on 20 clips of each motion",
  finetune: "a trained model learns your own classes",
  "kinetics400-base": "ViViT-B/16x2, Model 1, from ViT-B of ImageNet-21k: 79.9 % expected",
  "kinetics400-base-fe": "ViViT-B/16x2 FE: 78.4 % expected",
  "kinetics400-large-fe": "ViViT-L/16x2 FE: 80.3 % expected",
  "kinetics600-large-fe": "ViViT-L/16x2 FE: 81.6 % expected",
  "epic-kitchens-large-fe": "nouns and verbs, from a Kinetics model: 43.6 % of actions expected",
  "something-something-large-fe": "from a Kinetics model: 65.9 % expected",
  "moments-in-time-large-fe": "ViViT-L/16x2 FE: 38.5 % expected",
};

/** @throws UsageError naming the nearest recipe */
export function findRecipe(name: string): Recipe {
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  if (recipe) return recipe;
  const names = Object.keys(recipes);
  throw new UsageError(
    `recipe: expected one of ${names.join(", ")}, got ${name}; did you mean ${nearest(name, names)}?`,
  );
}
