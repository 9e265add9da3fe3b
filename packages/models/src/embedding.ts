import * as tf from "@tensorflow/tfjs-core";
import {
  type Extent,
  embedTubelets,
  sampleFramesUniformly,
  type TubeletEmbeddingParams,
  tokenGrid,
  tubeletEmbeddingSpecs,
} from "@vivit/tokenization";
import type { ModelConfig } from "./model-config.ts";

/** Tokens along time, rows and columns. @throws ShapeError if a tubelet does not divide the clip */
export function gridOf({ clip, tubelet, sampledFrames }: ModelConfig, caller?: string): Extent {
  const frames = Math.min(clip.frames, sampledFrames ?? clip.frames);
  return tokenGrid({ ...clip, frames }, tubelet, caller);
}

/** Tokens of one time step. */
export function placesOf(config: ModelConfig): number {
  const { height, width } = gridOf(config);
  return height * width;
}

/** Shapes and first values of the embedding. */
export function embeddingSpecs({ tubelet, channels, encoder, embeddingInitialization }: ModelConfig) {
  return tubeletEmbeddingSpecs(tubelet, channels, encoder.dim, embeddingInitialization);
}

/**
 * Tokens of a clip: tubelets of all its frames, or of frames sampled from it.
 *
 * @param video [batch, frames, height, width, channels]
 * @returns [batch, tokens, dim]
 * Source: ViViT section 3.2: uniform frame sampling, tubelet embedding.
 */
export function embed(video: tf.Tensor5D, params: TubeletEmbeddingParams, { sampledFrames }: ModelConfig): tf.Tensor3D {
  if (sampledFrames === undefined) return embedTubelets(video, params);
  return tf.tidy(() => embedTubelets(sampleFramesUniformly(video, sampledFrames), params));
}
