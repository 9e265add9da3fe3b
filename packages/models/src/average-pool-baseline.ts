import * as tf from "@tensorflow/tfjs-core";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import type { EncoderMasks } from "@vivit/transformer";
import { embed, embeddingSpecs, gridOf } from "./embedding.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import { rollOutEncoder } from "./roll-out.ts";
import { drawSpatialMasks, encodeSteps, rollOutSteps, stepGridOf } from "./spatial-encoder.ts";
import { type TokenEncoderParams, tokenEncoderSpecs } from "./token-encoder.ts";
import type { Variant } from "./variant.ts";

/** Parameters of the baseline: Model 2 without its temporal encoder. */
export interface AveragePoolBaselineParams extends HeadParams {
  readonly embedding: TubeletEmbeddingParams;
  readonly spatial: TokenEncoderParams;
}

/** Space within each step, then the mean over time. Source: ViViT table 2, "Ave pool baseline"; Scenic `spatial_only_baseline`. */
export const averagePoolBaseline: Variant<AveragePoolBaselineParams, { readonly spatial: EncoderMasks }> = {
  title: "Model 2 with average pooling over time",
  specs: (config) => ({
    embedding: embeddingSpecs(config),
    spatial: tokenEncoderSpecs(config.encoder, { ...config, grid: stepGridOf(config) }),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks, watch) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      const perStep = encodeSteps(tokens, params.spatial, config, masks?.spatial, watch?.space);
      return tf.mean(perStep, 1) as tf.Tensor2D;
    }),
  rollOut: ({ space }, config) =>
    tf.tidy(() => {
      const within = rollOutEncoder(space, config.pool); // [batch * steps, places]
      const steps = gridOf(config).frames;
      return rollOutSteps(tf.fill([within.shape[0] / steps, steps], 1 / steps), within);
    }),
  drawMasks: (key, config, batch, rates) => ({ spatial: drawSpatialMasks(key, config, batch, rates) }),
};
