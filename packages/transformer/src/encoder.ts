import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import { type EncoderBlockParams, encoderBlock, encoderBlockSpecs, layerNormSpecs } from "./encoder-block.ts";
import { firstTokenBlock } from "./first-token-block.ts";
import type { EncoderMasks } from "./masks.ts";
import { type BlockOptions, runBlock } from "./run-block.ts";
import type { EncoderWatch } from "./watch.ts";

/** The size of an encoder. */
export interface EncoderSize {
  /** Width of a token. */
  readonly dim: number;
  /** Number of blocks. */
  readonly depth: number;
  /** Number of heads; must divide `dim`. */
  readonly heads: number;
  /** Width between the two layers of an MLP. */
  readonly mlpDim: number;
}

/** Parameters of an encoder. */
export interface EncoderParams {
  readonly blocks: readonly EncoderBlockParams[];
  readonly norm: LayerNormParams;
}

/** How to run an encoder. */
export interface EncoderOptions extends BlockOptions {
  /** Let the last block compute the first token alone, where nothing else is read: the class token of Models 1 and 2. */
  readonly firstTokenOnly?: boolean;
  /** Is shown each block's queries and keys, and the tokens after the last normalization. */
  readonly watch?: EncoderWatch;
}

/** Shapes and first values of an encoder. */
export function encoderSpecs({ dim, depth, mlpDim }: EncoderSize) {
  return { blocks: Array.from({ length: depth }, () => encoderBlockSpecs(dim, mlpDim)), norm: layerNormSpecs(dim) };
}

/**
 * Block after block, then a last normalization.
 *
 * @param x [batch, tokens, dim]
 * @param heads how many heads share the width
 * @param masks dropout and drop-path while training
 * @param options how to run the blocks, and who looks on
 * @returns [batch, tokens, dim]; with `firstTokenOnly` [batch, 1, dim], equal to the first token of all
 * Source: ViViT section 3.1; Scenic `Encoder`.
 */
export function encoder(
  x: tf.Tensor3D,
  params: EncoderParams,
  heads: number,
  masks?: EncoderMasks,
  options: EncoderOptions = {},
): tf.Tensor3D {
  return tf.tidy(() => {
    const { watch, firstTokenOnly } = options;
    const applyBlock = (index: number) => {
      const runs = firstTokenOnly && index === params.blocks.length - 1 ? firstTokenBlock : encoderBlock;
      return (tokens: tf.Tensor3D, block: EncoderBlockParams) =>
        runs(tokens, block, heads, masks?.blocks[index], watch?.attention);
    };
    const input = applyMask(x, masks?.tokens);
    const last = params.blocks.reduce((at, block, index) => runBlock(applyBlock(index), at, block, options), input);
    const output = layerNorm(last, params.norm);
    watch?.tokens(output);
    return output;
  });
}
