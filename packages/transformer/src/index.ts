export { applyMask } from "./apply-mask.ts";
export { attend } from "./attend.ts";
export { type DropRates, drawEncoderMasks, dropPathRate, dropsAnything } from "./draw-masks.ts";
export { type EncoderParams, type EncoderSize, encoder, encoderSpecs } from "./encoder.ts";
export { type EncoderBlockParams, encoderBlock, encoderBlockSpecs, layerNormSpecs } from "./encoder-block.ts";
export type { DrawnEncoderMasks, EncoderBlockMasks, EncoderMasks } from "./masks.ts";
export { type MlpParams, mlp, mlpSpecs } from "./mlp.ts";
export { type BlockOptions, runBlock } from "./run-block.ts";
export { type SelfAttentionParams, selfAttention, selfAttentionSpecs } from "./self-attention.ts";
