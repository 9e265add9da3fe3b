import { defineRecipe } from "../src/recipe/define-recipe.ts";

/**
 * A small ViViT, joint space-time attention, on the embedded data set `motions`.
 * Run: `pnpm vivit train --recipe motions --data data/motions`
 */
export default defineRecipe({
  seed: 0,
  model: {
    variant: "space-time",
    dim: 96,
    depth: 4,
    temporalDepth: 2,
    heads: 4,
    mlpDim: 384,
    tubelet: [2, 8, 8],
    pool: "token",
  },
  init: {
    from: "",
    embedding: "central-frame",
    positions: "resize",
    classToken: "copy",
    head: "fresh",
    freeze: [],
  },
  clip: { frames: 16, stride: 3, shortSide: 40, crop: 32 },
  augmentation: { horizontalFlip: true },
  train: { epochs: 10, batch: 16, labelSmoothing: 0.1, clipNorm: 1, dropout: 0, attentionDropout: 0, dropPath: 0 },
  optimizer: { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.05 },
  learningRate: { peak: 1e-3, warmupEpochs: 1, decay: "cosine" },
  evaluation: { temporalViews: 2, spatialViews: 1, batch: 16 },
  data: { cacheMegabytes: 1024, workers: 2, maxBadFraction: 0.05 },
});
