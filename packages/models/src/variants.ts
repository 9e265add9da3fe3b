import { averagePoolBaseline } from "./average-pool-baseline.ts";
import { factorizedDotProductAttention } from "./factorized-dot-product-attention.ts";
import { factorizedEncoder } from "./factorized-encoder.ts";
import { factorizedSelfAttention } from "./factorized-self-attention.ts";
import { spaceTime } from "./space-time.ts";

/** The paper's models by name. */
export const variants = {
  "space-time": spaceTime,
  "factorized-encoder": factorizedEncoder,
  "factorized-self-attention": factorizedSelfAttention,
  "factorized-dot-product-attention": factorizedDotProductAttention,
  "average-pool-baseline": averagePoolBaseline,
} as const;

/** The name of one of the paper's models. */
export type VariantName = keyof typeof variants;
