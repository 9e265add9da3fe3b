import * as tf from "@tensorflow/tfjs-core";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import { drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embed, embeddingSpecs, gridOf } from "./embedding.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import { rollOutEncoder } from "./roll-out.ts";
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
    ...tokenEncoderSpecs(config.encoder, { ...config, grid: gridOf(config) }),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks, watch) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      const settings = { ...config, heads: config.encoder.heads, grid: gridOf(config), watch: watch?.spaceTime };
      return encodeAndPool(tokens, params, settings, masks);
    }),
  rollOut: ({ spaceTime }, { pool }) => rollOutEncoder(spaceTime, pool),
  drawMasks: (key, config, batch, rates) => {
    const tokens = countTokens(gridOf(config)) + Number(config.pool === "token");
    return drawEncoderMasks(key, config.encoder, { batch, tokens }, rates);
  },
};
