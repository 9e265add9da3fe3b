import { type ModelConfig, type VariantName, variants } from "@vivit/models";

const encoder = { dim: 96, depth: 4, heads: 4, mlpDim: 384 };

const small = {
  clip: { frames: 8, height: 64, width: 64 },
  channels: 3,
  tubelet: { frames: 2, height: 16, width: 16 },
  encoder,
  classes: 10,
};

/** What each variant is called in the paper. */
export const paperNames: Readonly<Record<VariantName, string>> = {
  "space-time": "Model 1: joint space-time attention",
  "factorized-encoder": "Model 2: factorized encoder",
  "factorized-self-attention": "Model 3: factorized self-attention",
  "factorized-dot-product-attention": "Model 4: factorized dot-product attention",
  "average-pool-baseline": "Baseline: mean over time",
};

/** The names of the variants, in the paper's order. */
export const variantNames = Object.keys(variants) as VariantName[];

/** A model small enough for any browser: 8 frames of 64 × 64 pixels, 64 tokens of width 96, 10 classes. */
export function demoModel(variant: VariantName): ModelConfig {
  const hasClassToken = variant !== "factorized-self-attention" && variant !== "factorized-dot-product-attention";
  return {
    ...small,
    variant,
    pool: hasClassToken ? "token" : "gap",
    ...(variant === "factorized-encoder" ? { temporalEncoder: { ...encoder, depth: 2 } } : {}),
  };
}
