import { defineRecipe } from "../src/recipe/define-recipe.ts";
import kinetics400 from "./kinetics400-base.ts";

/**
 * A trained video model learns the classes of a small set of your own: gentle steps, smaller ones the lower the block,
 * rare classes weighed up, an average of the last parameters, an end when validation no longer gains.
 *
 * Expected: no figure, as it depends on your clips. A step of 16 clips takes minutes on two cores (docs/models.md); freeze
 * what need not learn: `--freeze embedding,encoder.blocks.0`.
 *
 * Source: layer-wise rates as BEiT (arXiv 2106.08254); the rest as ViViT Table 7 regularizes small sets, milder.
 * Run: `vivit train --recipe finetune --data DIR`; from another model: `--init MODEL`
 */
export default defineRecipe({
  ...kinetics400,
  init: { ...kinetics400.init, from: "hf:google/vivit-b-16x2-kinetics400", positions: "resize", classToken: "copy" },
  clip: { ...kinetics400.clip, frameRate: 0 },
  augmentation: { horizontalFlip: true, scaleJitter: 0.5 },
  train: {
    epochs: 20,
    batch: 16,
    microBatch: 2,
    gradientCheckpointing: true,
    clipNorm: 1,
    labelSmoothing: 0.1,
    dropPath: 0.1,
    classWeights: "balanced",
    averageDecay: 0.99,
    layerDecay: 0.75,
  },
  optimizer: { name: "adamw", weightDecay: 0.05 },
  learningRate: { peak: 2e-4, warmupEpochs: 2, decay: "cosine" },
  evaluation: { temporalViews: 2, spatialViews: 1, batch: 2 },
  earlyStopping: { patience: 5, metric: "loss", minimumGain: 0 },
  data: { cacheMegabytes: 1024, workers: 2, maxBadFraction: 0.05 },
});
