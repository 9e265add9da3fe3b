export { type AveragePoolBaselineParams, averagePoolBaseline } from "./average-pool-baseline.ts";
export { checkParameters } from "./check-parameters.ts";
export { type ClassSplit, splitLogits } from "./class-splits.ts";
export { countFlops, type FlopCount, type Work } from "./counts/count-flops.ts";
export { estimateMemory, type MemoryEstimate, type MemoryOptions } from "./counts/estimate-memory.ts";
export { countParametersByPart, type ModelPart, modelParts } from "./counts/model-parts.ts";
export { encoderSizes } from "./encoder-sizes.ts";
export {
  type FactorizedDotProductAttentionParams,
  factorizedDotProductAttention,
} from "./factorized-dot-product-attention.ts";
export { factorizedDotProductBlock } from "./factorized-dot-product-attention-block.ts";
export { type FactorizedEncoderMasks, type FactorizedEncoderParams, factorizedEncoder } from "./factorized-encoder.ts";
export { type FactorizedSelfAttentionParams, factorizedSelfAttention } from "./factorized-self-attention.ts";
export { type AttentionOrder, factorizedSelfAttentionBlock } from "./factorized-self-attention-block.ts";
export { classify, type HeadParams } from "./head.ts";
export { type Inspection, type InspectionWanted, inspectModel } from "./inspect-model.ts";
export {
  applyModel,
  countParameters,
  drawModelMasks,
  extractFeatures,
  initializeParameters,
  type ModelMasks,
  type ModelParams,
  parameterSpecs,
} from "./model.ts";
export { checkModelConfig, type ModelConfig } from "./model-config.ts";
export type { ModelDropRates } from "./model-drop-rates.ts";
export type { Mixing, ModelWatch, SeenAttention } from "./model-watch.ts";
export { type Pool, poolTokens } from "./pool-tokens.ts";
export type { PositionEncoding } from "./position-encoding.ts";
export { listPresets, type PresetName, type PresetParts } from "./preset-names.ts";
export { type PresetOptions, preset, presets } from "./presets.ts";
export { type SpaceTimeParams, spaceTime } from "./space-time.ts";
export { encodeTokens, type TokenEncoderParams, type TokenEncoderSettings } from "./token-encoder.ts";
export type { Variant } from "./variant.ts";
export { type VariantName, variants } from "./variants.ts";
