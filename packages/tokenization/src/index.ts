export { classTokenSpec, prependClassToken } from "./class-token.ts";
export {
  type Extent,
  embedTubelets,
  type TubeletEmbeddingParams,
  tokenGrid,
  tubeletEmbeddingSpecs,
} from "./embed-tubelets.ts";
export { addPositions, positionSpec } from "./positions.ts";
export { sampleFramesUniformly, uniformFrames } from "./sample-frames-uniformly.ts";
