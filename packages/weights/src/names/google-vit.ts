import type { CheckpointFamily } from "./checkpoint-family.ts";
import { scenicNames } from "./scenic.ts";
import { scenicCheckpoints } from "./scenic-checkpoints.ts";

/**
 * Google's image models (vision_transformer, AugReg, big_vision): Scenic's names with another one for the head.
 *
 * Source: github.com/google-research/vision_transformer, its `.npz` files.
 */
export const googleVit: CheckpointFamily = {
  ...scenicCheckpoints,
  family: "google-vit",
  names: {
    ...scenicNames,
    title: "Google ViT",
    head: { "head.kernel": "head/kernel", "head.bias": "head/bias" },
  },
  kernelAxes: [4],
  mark: /^head\/kernel$/,
};
