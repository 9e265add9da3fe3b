import type * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, type RandomKey } from "@vivit/nn";
import { positionSpec } from "@vivit/tokenization";
import { type DropRates, drawEncoderMasks, layerNormSpecs } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embeddingSpecs, gridOf, placesOf } from "./embedding.ts";
import { encodeGrid, type GridParams } from "./encode-grid.ts";
import {
  type FactorizedSelfAttentionBlockParams,
  type FactorizedSelfAttentionMasks,
  factorizedSelfAttentionBlock,
  factorizedSelfAttentionBlockSpecs,
} from "./factorized-self-attention-block.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { Variant } from "./variant.ts";
import { checkNoClassToken } from "./without-class-token.ts";

/** Parameters of Model 3. */
export interface FactorizedSelfAttentionParams extends GridParams<FactorizedSelfAttentionBlockParams>, HeadParams {}

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
  encode: (video, params, config, masks) => {
    const { encoder, attentionOrder: order = "space-time" } = config;
    const settings = { heads: encoder.heads, steps: gridOf(config).frames, order };
    return encodeGrid(video, params, config, masks, (x, block, dropped) =>
      factorizedSelfAttentionBlock(x, block, settings, dropped),
    );
  },
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
