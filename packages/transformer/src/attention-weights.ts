import * as tf from "@tensorflow/tfjs-core";
import { splitHeads } from "@vivit/nn";

/**
 * How much every query attends to every key: softmax(q kᵀ / √headDim), head by head.
 *
 * All of them are held in memory, which `attention` of @vivit/nn avoids: 472 MB a clip and layer at 3137 tokens and 12 heads.
 *
 * @param query [batch, queries, dim]
 * @param key [batch, keys, dim]
 * @returns [batch, heads, queries, keys]; the last axis sums to 1
 * @throws ShapeError if the heads do not divide the width
 * Source: ViViT section 3.3; flax `dot_product_attention_weights` (query scaled before the product).
 */
export function attentionWeights(query: tf.Tensor3D, key: tf.Tensor3D, heads: number): tf.Tensor4D {
  return tf.tidy(() => {
    const [q, k] = [splitHeads(query, heads), splitHeads(key, heads)];
    return tf.softmax(tf.matMul(tf.mul(q, 1 / Math.sqrt(q.shape[3])), k, false, true)) as tf.Tensor4D;
  });
}
