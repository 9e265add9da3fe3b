import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import { addPositions, type TubeletEmbeddingParams } from "@vivit/tokenization";
import { applyMask, runBlock } from "@vivit/transformer";
import { embed } from "./embedding.ts";
import type { ModelConfig } from "./model-config.ts";
import { poolTokens } from "./pool-tokens.ts";

/** What Models 3 and 4 have in common: a grid of tokens from beginning to end, without a class token. */
export interface GridParams<Block> {
  readonly embedding: TubeletEmbeddingParams;
  /** [1, tokens, dim] */
  readonly positions: tf.Tensor3D;
  readonly encoder: { readonly blocks: readonly Block[]; readonly norm: LayerNormParams };
}

/** Masks of the tokens and of every block. */
export interface GridMasks<BlockMasks> {
  readonly tokens?: tf.Tensor;
  readonly blocks: readonly BlockMasks[];
}

/**
 * Embedding, positions, block after block, the last normalization, pooling.
 *
 * @param video [batch, frames, height, width, channels]
 * @param applyBlock [batch, tokens, dim] → [batch, tokens, dim]
 * @returns [batch, dim]
 */
export function encodeGrid<Block, BlockMasks>(
  video: tf.Tensor5D,
  params: GridParams<Block>,
  config: ModelConfig,
  masks: GridMasks<BlockMasks> | undefined,
  applyBlock: (tokens: tf.Tensor3D, block: Block, masks: BlockMasks | undefined) => tf.Tensor3D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const input = applyMask(addPositions(embed(video, params.embedding, config), params.positions), masks?.tokens);
    const { blocks, norm } = params.encoder;
    const tokens = blocks.reduce(
      (x, block, index) => runBlock((x, block) => applyBlock(x, block, masks?.blocks[index]), x, block, config),
      input,
    );
    return poolTokens(layerNorm(tokens, norm), config.pool);
  });
}
