import * as tf from "@tensorflow/tfjs-core";
import { embedTubelets, type TubeletEmbeddingParams, tokenGrid, tubeletEmbeddingSpecs } from "@vivit/tokenization";
import { drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import { encodeAndPool, type TokenEncoderParams, tokenEncoderSpecs } from "./token-encoder.ts";
import type { Variant } from "./variant.ts";

/** Parameters of Model 1. */
export interface SpaceTimeParams extends TokenEncoderParams, HeadParams {
  readonly embedding: TubeletEmbeddingParams;
}

/** ViViT Model 1: every token of the clip looks at every other. Source: section 3.3; Scenic `spacetime`. */
export const spaceTime: Variant<SpaceTimeParams, EncoderMasks> = {
  title: "Model 1: spatio-temporal attention",
  specs: (config) => ({
    embedding: tubeletEmbeddingSpecs(config.tubelet, config.channels, config.encoder.dim),
    ...tokenEncoderSpecs(countTokens(tokenGrid(config.clip, config.tubelet)), config.encoder, config.pool),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, { encoder, pool }, masks) =>
    tf.tidy(() => encodeAndPool(embedTubelets(video, params.embedding), params, encoder.heads, pool, masks)),
  drawMasks: (key, { clip, tubelet, encoder, pool }, batch, rates) => {
    const tokens = countTokens(tokenGrid(clip, tubelet)) + Number(pool === "token");
    return drawEncoderMasks(key, encoder, { batch, tokens }, rates);
  },
};
