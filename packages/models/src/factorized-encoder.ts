import * as tf from "@tensorflow/tfjs-core";
import { foldIn, ShapeError } from "@vivit/nn";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import { drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { embed, embeddingSpecs, gridOf, placesOf } from "./embedding.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import { drawSpatialMasks, encodeSteps } from "./spatial-encoder.ts";
import { encodeAndPool, type TokenEncoderParams, tokenEncoderSpecs } from "./token-encoder.ts";
import type { Variant } from "./variant.ts";

/** Parameters of Model 2. */
export interface FactorizedEncoderParams extends HeadParams {
  readonly embedding: TubeletEmbeddingParams;
  readonly spatial: TokenEncoderParams;
  readonly temporal: TokenEncoderParams;
}

/** Masks of both encoders. */
export interface FactorizedEncoderMasks {
  readonly spatial: EncoderMasks;
  readonly temporal: EncoderMasks;
}

/** ViViT Model 2: space within each step, then time. Source: section 3.3; Scenic `factorized_encoder`. */
export const factorizedEncoder: Variant<FactorizedEncoderParams, FactorizedEncoderMasks> = {
  title: "Model 2: factorized encoder",
  specs: (config) => ({
    embedding: embeddingSpecs(config),
    spatial: tokenEncoderSpecs(placesOf(config), config.encoder, config.pool),
    temporal: tokenEncoderSpecs(gridOf(config).frames, temporalSize(config), config.pool),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      const perStep = encodeSteps(tokens, params.spatial, config, masks?.spatial); // [batch, steps, dim]
      const { heads } = temporalSize(config);
      return encodeAndPool(perStep, params.temporal, heads, config.pool, masks?.temporal, config);
    }),
  drawMasks: (key, config, batch, rates) => {
    const tokens = gridOf(config).frames + Number(config.pool === "token");
    return {
      spatial: drawSpatialMasks(foldIn(key, "spatial"), config, batch, rates),
      temporal: drawEncoderMasks(foldIn(key, "temporal"), temporalSize(config), { batch, tokens }, rates),
    };
  },
};

function temporalSize({ temporalEncoder }: ModelConfig) {
  if (!temporalEncoder)
    throw new ShapeError("factorizedEncoder: expected a temporal encoder, got none; give temporalEncoder its size");
  return temporalEncoder;
}
