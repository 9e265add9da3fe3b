import * as tf from "@tensorflow/tfjs-core";
import { composedAttention, composedAttentionGradient } from "./attention-composed.ts";
import { runFusedKernel } from "./fused-kernel.ts";
import { checkHeads } from "./heads.ts";
import { sizes } from "./sizes.ts";

/**
 * Scaled dot-product attention over several heads: softmax(q kᵀ / √headDim) v, head by head.
 *
 * The scores are never kept: the gradient computes them again, in blocks of queries, so memory stays bounded at any length.
 * Runs the kernels `VivitAttention` ({query, key, value}, {heads} → output) and `VivitAttentionGradient`
 * ({query, key, value, output, outputGradient}, {heads} → gradients of query, key, value) where the backend has them.
 *
 * @param query [batch, queries, dim]
 * @param key [batch, keys, dim]
 * @param value [batch, keys, dim]
 * @param heads how many heads share the width
 * @returns [batch, queries, dim]
 * @throws ShapeError if the shapes differ or the heads do not divide the width
 * Source: ViViT section 3.3 (self-attention); flax `dot_product_attention` (query scaled before the product).
 */
export function attention(query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D, heads: number): tf.Tensor3D {
  const { batch, dim } = sizes(query, "batch queries dim", "attention: query");
  const { keys } = sizes(key, "batch keys dim", "attention: key", { batch, dim });
  sizes(value, "batch keys dim", "attention: value", { batch, keys, dim });
  checkHeads(dim, heads, "attention");
  const attend = tf.customGrad((...args) => {
    const [q, k, v, save] = args as unknown as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    const fused = runFusedKernel("VivitAttention", { query: q, key: k, value: v }, { heads });
    const output = (fused?.[0] ?? composedAttention(q, k, v, heads)) as tf.Tensor3D;
    save([q, k, v, output]);
    return {
      value: output,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        attentionGradient(saved as tf.Tensor3D[], dy as tf.Tensor3D, heads),
    };
  });
  return attend(query, key, value) as tf.Tensor3D;
}

function attentionGradient(
  [query, key, value, output]: tf.Tensor3D[],
  outputGradient: tf.Tensor3D,
  heads: number,
): tf.Tensor[] {
  const inputs = { query: query!, key: key!, value: value!, output: output!, outputGradient };
  return runFusedKernel("VivitAttentionGradient", inputs, { heads }) ?? composedAttentionGradient(inputs, heads);
}
