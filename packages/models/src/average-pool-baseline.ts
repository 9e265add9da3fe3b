import * as tf from "@tensorflow/tfjs-core";
import { embedTubelets, type TubeletEmbeddingParams, tokenGrid, tubeletEmbeddingSpecs } from "@vivit/tokenization";
import type { EncoderMasks } from "@vivit/transformer";
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
  specs: (config) => {
    const grid = tokenGrid(config.clip, config.tubelet);
    return {
      embedding: tubeletEmbeddingSpecs(config.tubelet, config.channels, config.encoder.dim),
      spatial: tokenEncoderSpecs(grid.height * grid.width, config.encoder, config.pool),
      ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, config, masks) =>
    tf.tidy(() => {
      const steps = tokenGrid(config.clip, config.tubelet).frames;
      const perStep = encodeSteps(
        embedTubelets(video, params.embedding),
        steps,
        params.spatial,
        config,
        masks?.spatial,
      );
      return tf.mean(perStep, 1) as tf.Tensor2D;
    }),
  drawMasks: (key, config, batch, rates) => ({ spatial: drawSpatialMasks(key, config, batch, rates) }),
};
