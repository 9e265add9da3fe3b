import * as tf from "@tensorflow/tfjs-core";
import { attention, joinHeads, splitHeads } from "@vivit/nn";
import { attentionWeights } from "./attention-weights.ts";

/**
 * Attention, with dropout of its weights where a mask is given.
 *
 * @param query [batch, queries, dim]
 * @param key [batch, keys, dim]
 * @param value [batch, keys, dim]
 * @param weightsMask multiplies the softmax: [batch, heads, queries, keys]; all weights are then kept in memory
 * @returns [batch, queries, dim]
 * Source: flax `dot_product_attention`.
 */
export function attend(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  heads: number,
  weightsMask?: tf.Tensor,
): tf.Tensor3D {
  if (!weightsMask) return attention(query, key, value, heads);
  return tf.tidy(() => {
    const kept = tf.mul(attentionWeights(query, key, heads), weightsMask);
    return joinHeads(tf.matMul(kept, splitHeads(value, heads)) as tf.Tensor4D);
  });
}
