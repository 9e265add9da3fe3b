import { defineRecipe } from "../src/recipe/define-recipe.ts";
import motionsFactorized from "./motions-factorized.ts";

/**
 * Every regularizer of the paper on few clips: Model 2 on 20 training clips of each motion.
 *
 * Expected: docs/ablations.md, the last row of Table 4. Nothing is mirrored, because left and right are classes.
 *
 * Source: strengths of ViViT Table 7 for EPIC-KITCHENS.
 * Run: `vivit make motions --train 200 --out data/motions-small`, then
 * `vivit train --recipe motions-small --data data/motions-small`
 */
export default defineRecipe({
  ...motionsFactorized,
  augmentation: { horizontalFlip: false, randAugment: { layers: 2, magnitude: 15 } },
  train: { ...motionsFactorized.train, epochs: 50, labelSmoothing: 0.2, mixup: 0.1, dropPath: 0.2 },
  learningRate: { ...motionsFactorized.learningRate, warmupEpochs: 5 },
});
