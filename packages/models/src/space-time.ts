import * as tf from "@tensorflow/tfjs-core";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import { drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embed, embeddingSpecs, gridOf } from "./embedding.ts";
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
    embedding: embeddingSpecs(config),
    ...tokenEncoderSpecs(countTokens(gridOf(config)), config.encoder, config.pool),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      return encodeAndPool(tokens, params, config.encoder.heads, config.pool, masks, config);
    }),
  drawMasks: (key, config, batch, rates) => {
    const tokens = countTokens(gridOf(config)) + Number(config.pool === "token");
    return drawEncoderMasks(key, config.encoder, { batch, tokens }, rates);
  },
};
