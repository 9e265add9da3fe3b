import * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, type LayerNormParams, layerNorm, type RandomKey } from "@vivit/nn";
import {
  addPositions,
  embedTubelets,
  positionSpec,
  type TubeletEmbeddingParams,
  tokenGrid,
  tubeletEmbeddingSpecs,
} from "@vivit/tokenization";
import { applyMask, type DropRates, drawEncoderMasks, layerNormSpecs } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
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
      embedding: tubeletEmbeddingSpecs(config.tubelet, config.channels, dim),
      positions: positionSpec(countTokens(tokenGrid(config.clip, config.tubelet)), dim),
      encoder: {
        blocks: Array.from({ length: depth }, () => factorizedSelfAttentionBlockSpecs(dim, mlpDim)),
        norm: layerNormSpecs(dim),
      },
      ...headSpecs(dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, { clip, tubelet, encoder, attentionOrder = "space-time", pool }, masks) =>
    tf.tidy(() => {
      const settings = { heads: encoder.heads, steps: tokenGrid(clip, tubelet).frames, order: attentionOrder };
      const input = applyMask(addPositions(embedTubelets(video, params.embedding), params.positions), masks?.tokens);
      const tokens = params.encoder.blocks.reduce(
        (x, block, index) => factorizedSelfAttentionBlock(x, block, settings, masks?.blocks[index]),
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
  { dropPath: _ignored, ...rates }: DropRates,
): FactorizedSelfAttentionModelMasks<HostTensor<"float32">> {
  const grid = tokenGrid(clip, tubelet);
  const [steps, places] = [grid.frames, grid.height * grid.width];
  const draw = (name: string, rows: number, tokens: number) =>
    drawEncoderMasks(foldIn(key, name), encoder, { batch: rows, tokens }, rates);
  const [time, space, all] = [
    draw("time", batch * places, steps),
    draw("space", batch * steps, places),
    draw("mlp", batch, steps * places),
  ];
  const blocks = all.blocks.map((mlp, index) => ({ time: time.blocks[index]!, space: space.blocks[index]!, mlp }));
  return { tokens: all.tokens, blocks };
}
