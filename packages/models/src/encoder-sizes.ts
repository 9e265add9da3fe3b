import type { EncoderSize } from "@vivit/transformer";

/** Encoder sizes. Source: ViT table 1 (base, large, huge) and DeiT table 1 (tiny, small). */
export const encoderSizes = {
  tiny: { dim: 192, depth: 12, heads: 3, mlpDim: 768 },
  small: { dim: 384, depth: 12, heads: 6, mlpDim: 1536 },
  base: { dim: 768, depth: 12, heads: 12, mlpDim: 3072 },
  large: { dim: 1024, depth: 24, heads: 16, mlpDim: 4096 },
  huge: { dim: 1280, depth: 32, heads: 16, mlpDim: 5120 },
} as const satisfies Record<string, EncoderSize>;
