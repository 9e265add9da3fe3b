import { defineRecipe } from "../src/recipe/define-recipe.ts";
import kinetics400 from "./kinetics400-large-fe.ts";

/**
 * ViViT-L/16x2 FE, Moments in Time, begun with ViT-L/16 of ImageNet-21k.
 *
 * Expected: 38.5 % top-1 (ViViT Table 6).
 * Scenic has no file for it: what the paper's table does not say is as for Kinetics-400.
 *
 * Source: ViViT Table 7.
 * Run: `vivit train --recipe moments-in-time-large-fe --data MOMENTS`
 */
export default defineRecipe({
  ...kinetics400,
  train: { ...kinetics400.train, epochs: 10 },
  learningRate: { ...kinetics400.learningRate, peak: 0.25 },
});
