export { classTokenSpec, prependClassToken } from "./class-token.ts";
export {
  type Extent,
  embedTubelets,
  type TubeletEmbeddingParams,
  tokenGrid,
  tubeletEmbeddingSpecs,
} from "./embed-tubelets.ts";
export { inflateKernel, inflationWeights, type KernelInflation } from "./inflate-kernel.ts";
export { centralFrameNormal, type KernelInitialization, repeatedFrameNormal } from "./kernel-initializers.ts";
export { addPositions, positionSpec } from "./positions.ts";
export { resizeAndTilePositions, resizePositions, tilePositions } from "./resize-positions.ts";
export { sampleFramesUniformly, uniformFrames } from "./sample-frames-uniformly.ts";
export { sinusoidalGridPositions, sinusoidalPositions } from "./sinusoidal-positions.ts";
