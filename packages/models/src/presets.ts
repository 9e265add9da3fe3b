import type { EncoderSize } from "@vivit/transformer";
import type { ModelConfig } from "./model-config.ts";

/** Encoder sizes. Source: ViT table 1 (base, large, huge) and DeiT table 1 (tiny, small). */
export const encoderSizes = {
  tiny: { dim: 192, depth: 12, heads: 3, mlpDim: 768 },
  small: { dim: 384, depth: 12, heads: 6, mlpDim: 1536 },
  base: { dim: 768, depth: 12, heads: 12, mlpDim: 3072 },
  large: { dim: 1024, depth: 24, heads: 16, mlpDim: 4096 },
  huge: { dim: 1280, depth: 32, heads: 16, mlpDim: 5120 },
} as const satisfies Record<string, EncoderSize>;

const clip = {
  clip: { frames: 32, height: 224, width: 224 },
  channels: 3,
  tubelet: { frames: 2, height: 16, width: 16 },
  classes: 400,
};

/** Depth of Model 2's temporal encoder. Source: ViViT table 3. */
const temporalDepth = 4;

/** Models with names people know: 32 frames of 224 × 224 pixels, Kinetics-400's classes. Source: ViViT section 4.1. */
export const presets = {
  "vivit-b-16x2": { variant: "space-time", ...clip, encoder: encoderSizes.base, pool: "token" },
  "vivit-l-16x2": { variant: "space-time", ...clip, encoder: encoderSizes.large, pool: "token" },
  "vivit-b-16x2-fe": {
    variant: "factorized-encoder",
    ...clip,
    encoder: encoderSizes.base,
    temporalEncoder: { ...encoderSizes.base, depth: temporalDepth },
    pool: "token",
  },
  "vivit-l-16x2-fe": {
    variant: "factorized-encoder",
    ...clip,
    encoder: encoderSizes.large,
    temporalEncoder: { ...encoderSizes.large, depth: temporalDepth },
    pool: "token",
  },
  "vivit-b-16x2-fsa": { variant: "factorized-self-attention", ...clip, encoder: encoderSizes.base, pool: "gap" },
  "vivit-b-16x2-fdp": { variant: "factorized-dot-product-attention", ...clip, encoder: encoderSizes.base, pool: "gap" },
  "vivit-b-16x2-average-pool": { variant: "average-pool-baseline", ...clip, encoder: encoderSizes.base, pool: "token" },
} as const satisfies Record<string, ModelConfig>;

/** The name of a ready configuration. */
export type PresetName = keyof typeof presets;
