import * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, type LayerNormParams, layerNorm, type RandomKey } from "@vivit/nn";
import { addPositions, positionSpec, type TubeletEmbeddingParams } from "@vivit/tokenization";
import { applyMask, type DropRates, drawEncoderMasks, layerNormSpecs } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embed, embeddingSpecs, gridOf, placesOf } from "./embedding.ts";
import {
  type FactorizedSelfAttentionBlockParams,
  type FactorizedSelfAttentionMasks,
  factorizedSelfAttentionBlock,
  factorizedSelfAttentionBlockSpecs,
} from "./factorized-self-attention-block.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import { poolTokens } from "./pool-tokens.ts";
import type { Variant } from "./variant.ts";
import { checkNoClassToken } from "./without-class-token.ts";

/** Parameters of Model 3. */
export interface FactorizedSelfAttentionParams extends HeadParams {
  readonly embedding: TubeletEmbeddingParams;
  /** [1, tokens, dim] */
  readonly positions: tf.Tensor3D;
  readonly encoder: { readonly blocks: readonly FactorizedSelfAttentionBlockParams[]; readonly norm: LayerNormParams };
}

/** Dropout of Model 3. */
export type FactorizedSelfAttentionModelMasks<T = tf.Tensor> = {
  readonly tokens?: T;
  readonly blocks: readonly FactorizedSelfAttentionMasks<T>[];
};

/** ViViT Model 3: every block attends over time and over space in turn. Source: section 3.3; Scenic `factorized_self_attention_block`. */
export const factorizedSelfAttention: Variant<FactorizedSelfAttentionParams, FactorizedSelfAttentionModelMasks> = {
  title: "Model 3: factorized self-attention",
  specs: (config) => {
    checkNoClassToken(config, "factorizedSelfAttention");
    const { dim, depth, mlpDim } = config.encoder;
    return {
      embedding: embeddingSpecs(config),
      positions: positionSpec(countTokens(gridOf(config)), dim),
      encoder: {
        blocks: Array.from({ length: depth }, () => factorizedSelfAttentionBlockSpecs(dim, mlpDim)),
        norm: layerNormSpecs(dim),
      },
      ...headSpecs(dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, config, masks) =>
    tf.tidy(() => {
      const { encoder, attentionOrder: order = "space-time" } = config;
      const settings = { heads: encoder.heads, steps: gridOf(config).frames, order };
      const input = applyMask(addPositions(embed(video, params.embedding, config), params.positions), masks?.tokens);
      const tokens = params.encoder.blocks.reduce(
        (x, block, index) => factorizedSelfAttentionBlock(x, block, settings, masks?.blocks[index]),
        input,
      );
      return poolTokens(layerNorm(tokens, params.encoder.norm), config.pool);
    }),
  drawMasks,
};

function drawMasks(
  key: RandomKey,
  config: ModelConfig,
  batch: number,
  { dropPath: _ignored, ...rates }: DropRates,
): FactorizedSelfAttentionModelMasks<HostTensor<"float32">> {
  const [steps, places] = [gridOf(config).frames, placesOf(config)];
  const draw = (name: string, rows: number, tokens: number, at: DropRates = rates) =>
    drawEncoderMasks(foldIn(key, name), config.encoder, { batch: rows, tokens }, at);
  const [time, space, all] = [
    draw("time", batch * places, steps),
    draw("space", batch * steps, places),
    draw("mlp", batch, steps * places, { dropout: rates.dropout }),
  ];
  const blocks = all.blocks.map((mlp, index) => ({ time: time.blocks[index]!, space: space.blocks[index]!, mlp }));
  return { tokens: all.tokens, blocks };
}
