import * as tf from "@tensorflow/tfjs-core";
import { foldIn, ShapeError } from "@vivit/nn";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import { drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { embed, embeddingSpecs, gridOf } from "./embedding.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import { rollOutEncoder } from "./roll-out.ts";
import { drawSpatialMasks, encodeSteps, rollOutSteps, stepGridOf } from "./spatial-encoder.ts";
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
    spatial: tokenEncoderSpecs(config.encoder, { ...config, grid: stepGridOf(config) }),
    temporal: tokenEncoderSpecs(temporalSize(config), { ...config, grid: timeGridOf(config) }),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks, watch) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      const perStep = encodeSteps(tokens, params.spatial, config, masks?.spatial, watch?.space); // [batch, steps, dim]
      const { heads } = temporalSize(config);
      const settings = { ...config, heads, grid: timeGridOf(config), watch: watch?.time };
      return encodeAndPool(perStep, params.temporal, settings, masks?.temporal);
    }),
  rollOut: ({ space, time }, { pool }) =>
    tf.tidy(() => rollOutSteps(rollOutEncoder(time, pool), rollOutEncoder(space, pool))),
  drawMasks: (key, config, batch, rates) => {
    const tokens = gridOf(config).frames + Number(config.pool === "token");
    return {
      spatial: drawSpatialMasks(foldIn(key, "spatial"), config, batch, rates),
      temporal: drawEncoderMasks(foldIn(key, "temporal"), temporalSize(config), { batch, tokens }, rates),
    };
  },
};

/** Tokens of the temporal encoder: one a step. */
function timeGridOf(config: ModelConfig) {
  return { frames: gridOf(config).frames, height: 1, width: 1 };
}

function temporalSize({ temporalEncoder }: ModelConfig) {
  if (!temporalEncoder)
    throw new ShapeError("factorizedEncoder: expected a temporal encoder, got none; give temporalEncoder its size");
  return temporalEncoder;
}
