export { type AveragePoolBaselineParams, averagePoolBaseline } from "./average-pool-baseline.ts";
export { type FactorizedEncoderMasks, type FactorizedEncoderParams, factorizedEncoder } from "./factorized-encoder.ts";
export { classify, type HeadParams } from "./head.ts";
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
export { type Pool, poolTokens } from "./pool-tokens.ts";
export { encoderSizes, type PresetName, presets } from "./presets.ts";
export { type SpaceTimeParams, spaceTime } from "./space-time.ts";
export { encodeTokens, type TokenEncoderParams } from "./token-encoder.ts";
export type { Variant } from "./variant.ts";
export { type VariantName, variants } from "./variants.ts";
