import * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, layerNorm, type RandomKey, ShapeError } from "@vivit/nn";
import { addPositions, embedTubelets, tokenGrid, tubeletEmbeddingSpecs } from "@vivit/tokenization";
import { applyMask, type DropRates, drawEncoderMasks } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { type FactorizedDotProductMasks, factorizedDotProductBlock } from "./factorized-dot-product-attention-block.ts";
import { headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import { poolTokens } from "./pool-tokens.ts";
import type { SpaceTimeParams } from "./space-time.ts";
import { tokenEncoderSpecs } from "./token-encoder.ts";
import type { Variant } from "./variant.ts";
import { checkNoClassToken } from "./without-class-token.ts";

/** Parameters of Model 4: Model 1's, without the class token. */
export type FactorizedDotProductAttentionParams = SpaceTimeParams;

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
      embedding: tubeletEmbeddingSpecs(config.tubelet, config.channels, config.encoder.dim),
      ...tokenEncoderSpecs(countTokens(tokenGrid(config.clip, config.tubelet)), config.encoder, config.pool),
      ...headSpecs(config.encoder.dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, { clip, tubelet, encoder, pool }, masks) =>
    tf.tidy(() => {
      const settings = { heads: encoder.heads, steps: tokenGrid(clip, tubelet).frames };
      const input = applyMask(addPositions(embedTubelets(video, params.embedding), params.positions), masks?.tokens);
      const tokens = params.encoder.blocks.reduce(
        (x, block, index) => factorizedDotProductBlock(x, block, settings, masks?.blocks[index]),
        input,
      );
      return poolTokens(layerNorm(tokens, params.encoder.norm), pool);
    }),
  drawMasks,
};

function drawMasks(
  key: RandomKey,
  { clip, tubelet, encoder }: ModelConfig,
  batch: number,
  rates: DropRates,
): FactorizedDotProductModelMasks<HostTensor<"float32">> {
  const grid = tokenGrid(clip, tubelet);
  const [steps, places] = [grid.frames, grid.height * grid.width];
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
