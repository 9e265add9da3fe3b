import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import type { TubeletEmbeddingParams } from "@vivit/tokenization";
import { applyMask, runBlock } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embed, gridOf } from "./embedding.ts";
import type { ModelConfig } from "./model-config.ts";
import type { ModelWatch, SeenAttention } from "./model-watch.ts";
import { poolTokens } from "./pool-tokens.ts";
import { placeTokens } from "./position-encoding.ts";
import { evenShares } from "./roll-out.ts";

/** What Models 3 and 4 have in common: a grid of tokens from beginning to end, without a class token. */
export interface GridParams<Block> {
  readonly embedding: TubeletEmbeddingParams;
  /** [1, tokens, dim]; only with learned positions. */
  readonly positions?: tf.Tensor3D;
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
  watch: ModelWatch | undefined,
  applyBlock: (tokens: tf.Tensor3D, block: Block, masks: BlockMasks | undefined) => tf.Tensor3D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const places = { ...config, grid: gridOf(config) };
    const placed = placeTokens(embed(video, params.embedding, config), params.positions, places);
    const { blocks, norm } = params.encoder;
    const last = blocks.reduce(
      (x, block, index) => runBlock((x, block) => applyBlock(x, block, masks?.blocks[index]), x, block, config),
      applyMask(placed, masks?.tokens),
    );
    const tokens = layerNorm(last, norm);
    watch?.spaceTime.tokens(tokens);
    return poolTokens(tokens, config.pool);
  });
}

/**
 * Attention rollout of a grid: from the mean over all tokens back through every block, the last first.
 *
 * @param passBack shares behind a block → shares before it, both [batch, tokens, 1]
 * @returns [batch, tokens]
 */
export function rollOutGrid(
  { space, time }: SeenAttention,
  config: ModelConfig,
  passBack: (shares: tf.Tensor3D, block: BlockAttention) => tf.Tensor3D,
): tf.Tensor2D {
  const grid = gridOf(config);
  const batch = space[0]!.query.shape[0] / grid.frames;
  const blocks = space.map((spaceOfBlock, index) => ({ space: spaceOfBlock, time: time[index]! }));
  return tf.tidy(() => tf.squeeze(blocks.reduceRight(passBack, evenShares(batch, countTokens(grid))), [2]));
}

/** Queries and keys of one block: over space [batch * steps, places, dim], over time [batch * places, steps, dim]. */
export interface BlockAttention {
  readonly space: SeenAttention["space"][number];
  readonly time: SeenAttention["time"][number];
}
