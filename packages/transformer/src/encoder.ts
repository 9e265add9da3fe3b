import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import { type EncoderBlockParams, encoderBlock, encoderBlockSpecs, layerNormSpecs } from "./encoder-block.ts";
import type { EncoderMasks } from "./masks.ts";
import { type BlockOptions, runBlock } from "./run-block.ts";

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
 * @param options how to run the blocks
 * @returns [batch, tokens, dim]
 * Source: ViViT section 3.1; Scenic `Encoder`.
 */
export function encoder(
  x: tf.Tensor3D,
  params: EncoderParams,
  heads: number,
  masks?: EncoderMasks,
  options?: BlockOptions,
): tf.Tensor3D {
  return tf.tidy(() => {
    const input = applyMask(x, masks?.tokens);
    const output = params.blocks.reduce(
      (tokens, block, index) =>
        runBlock((at, params) => encoderBlock(at, params, heads, masks?.blocks[index]), tokens, block, options),
      input,
    );
    return layerNorm(output, params.norm);
  });
}
