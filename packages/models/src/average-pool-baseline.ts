import * as tf from "@tensorflow/tfjs-core";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import type { EncoderMasks } from "@vivit/transformer";
import { embed, embeddingSpecs, placesOf } from "./embedding.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import { drawSpatialMasks, encodeSteps } from "./spatial-encoder.ts";
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
    spatial: tokenEncoderSpecs(placesOf(config), config.encoder, config.pool),
    ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
  }),
  encode: (video, params, config, masks) =>
    tf.tidy(() => {
      const tokens = embed(video, params.embedding, config);
      const perStep = encodeSteps(tokens, params.spatial, config, masks?.spatial);
      return tf.mean(perStep, 1) as tf.Tensor2D;
    }),
  drawMasks: (key, config, batch, rates) => ({ spatial: drawSpatialMasks(key, config, batch, rates) }),
};
