import * as tf from "@tensorflow/tfjs-core";
import { layerNorm } from "@vivit/nn";
import { addBranches, type EncoderBlockParams } from "./encoder-block.ts";
import type { EncoderBlockMasks } from "./masks.ts";
import { lookAt } from "./self-attention.ts";
import type { WatchAttention } from "./watch.ts";

/**
 * What a block makes of its first token, which looks at all others: a last block before the class token is read needs no more.
 *
 * Of a block of N tokens it computes the keys, the values and one row of everything else; the gradient costs as much less.
 *
 * @param x [batch, tokens, dim]
 * @param heads how many heads share the width
 * @param masks dropout and drop-path of the whole block; the first token's rows are used
 * @param watch is shown the one query and all keys
 * @returns [batch, 1, dim], the first token of `encoderBlock`
 * Source: ViViT equations 2 and 3, of z_cls alone.
 */
export function firstTokenBlock(
  x: tf.Tensor3D,
  params: EncoderBlockParams,
  heads: number,
  masks: EncoderBlockMasks = {},
  watch?: WatchAttention,
): tf.Tensor3D {
  return tf.tidy(() => {
    const own = firstTokenMasks(masks);
    const normed = layerNorm(x, params.attentionNorm);
    const attended = lookAt(firstRow(normed, 1), normed, params.attention, heads, own, watch);
    return addBranches(firstRow(x, 1), attended, params, own);
  });
}

/** The masks of the first token; those of whole branches stay. */
function firstTokenMasks(masks: EncoderBlockMasks): EncoderBlockMasks {
  const { attentionWeights, attentionOutput, mlpHidden, mlpOutput } = masks;
  return {
    ...masks,
    ...(attentionWeights && { attentionWeights: firstRow(attentionWeights, 2) }),
    ...(attentionOutput && { attentionOutput: firstRow(attentionOutput, 1) }),
    ...(mlpHidden && { mlpHidden: firstRow(mlpHidden, 1) }),
    ...(mlpOutput && { mlpOutput: firstRow(mlpOutput, 1) }),
  };
}

/** The first entry along an axis, which stays with size 1. */
function firstRow<T extends tf.Tensor>(x: T, axis: number): T {
  const begin = x.shape.map(() => 0);
  return tf.slice(x, begin, x.shape.with(axis, 1)) as T;
}
