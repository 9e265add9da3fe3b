import type * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, type RandomKey, ShapeError } from "@vivit/nn";
import { type DropRates, drawEncoderMasks, type EncoderBlockParams } from "@vivit/transformer";
import { embeddingSpecs, gridOf, placesOf } from "./embedding.ts";
import { encodeGrid, type GridParams, rollOutGrid } from "./encode-grid.ts";
import {
  type FactorizedDotProductMasks,
  factorizedDotProductBlock,
  passBackThroughDotProduct,
} from "./factorized-dot-product-attention-block.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import { tokenEncoderSpecs } from "./token-encoder.ts";
import type { Variant } from "./variant.ts";
import { checkNoClassToken } from "./without-class-token.ts";

/** Parameters of Model 4: Model 1's, without the class token. */
export interface FactorizedDotProductAttentionParams extends GridParams<EncoderBlockParams>, HeadParams {}

/** Masks of Model 4. */
export type FactorizedDotProductModelMasks<T = tf.Tensor> = {
  readonly tokens?: T;
  readonly blocks: readonly FactorizedDotProductMasks<T>[];
};

/** ViViT Model 4: half of the heads attend over time, half over space. Source: section 3.3; Scenic `factorized_dot_product_attention`. */
export const factorizedDotProductAttention: Variant<
  FactorizedDotProductAttentionParams,
  FactorizedDotProductModelMasks
> = {
  title: "Model 4: factorized dot-product attention",
  specs: (config) => {
    checkNoClassToken(config, "factorizedDotProductAttention");
    if (config.encoder.heads % 2 !== 0)
      throw new ShapeError(
        `factorizedDotProductAttention: expected an even number of heads, half for time and half for space, got ${config.encoder.heads}`,
      );
    return {
      embedding: embeddingSpecs(config),
      ...tokenEncoderSpecs(config.encoder, { ...config, grid: gridOf(config) }),
      ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, config, masks, watch) => {
    const settings = { heads: config.encoder.heads, steps: gridOf(config).frames };
    return encodeGrid(video, params, config, masks, watch, (x, block, dropped) =>
      factorizedDotProductBlock(x, block, settings, dropped, watch),
    );
  },
  rollOut: (seen, config) =>
    rollOutGrid(seen, config, (shares, block) => passBackThroughDotProduct(shares, block, gridOf(config).frames)),
  drawMasks,
};

function drawMasks(
  key: RandomKey,
  config: ModelConfig,
  batch: number,
  rates: DropRates,
): FactorizedDotProductModelMasks<HostTensor<"float32">> {
  const { encoder } = config;
  const [steps, places] = [gridOf(config).frames, placesOf(config)];
  const half = { ...encoder, heads: encoder.heads / 2 };
  const weights = (name: string, rows: number, tokens: number) =>
    drawEncoderMasks(foldIn(key, name), half, { batch: rows, tokens }, { attentionDropout: rates.attentionDropout })
      .blocks;
  const [time, space] = [weights("time", batch * places, steps), weights("space", batch * steps, places)];
  const { tokens, blocks } = drawEncoderMasks(
    key,
    encoder,
    { batch, tokens: steps * places },
    { ...rates, attentionDropout: 0 },
  );
  return {
    tokens,
    blocks: blocks.map((block, index) => ({
      ...block,
      timeWeights: time[index]!.attentionWeights,
      spaceWeights: space[index]!.attentionWeights,
    })),
  };
}
