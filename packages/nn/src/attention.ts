import * as tf from "@tensorflow/tfjs-core";
import { composedAttention, composedAttentionGradient } from "./attention-composed.ts";
import { runFusedKernel } from "./fused-kernel.ts";
import { checkHeads } from "./heads.ts";
import { type ScoreBiases, scoreBias } from "./score-bias.ts";
import { sizes } from "./sizes.ts";

/**
 * Scaled dot-product attention over several heads: softmax(q kᵀ / √headDim + bias) v, head by head.
 *
 * The scores are never kept: the gradient computes them again, in blocks of queries, so memory stays bounded at any length.
 * Runs the kernels `VivitAttention` ({query, key, value, bias?}, {heads} → output) and `VivitAttentionGradient`
 * ({query, key, value, output, outputGradient, bias?}, {heads} → gradients of query, key, value, and of the bias if there is one)
 * where the backend has them.
 *
 * @param query [batch, queries, dim]
 * @param key [batch, keys, dim]
 * @param value [batch, keys, dim]
 * @param heads how many heads share the width
 * @param biases what is added to the scores, and which keys a query sees, both [batch or 1, heads or 1, queries or 1, keys];
 *   a query that sees no key takes the mean of all values
 * @returns [batch, queries, dim]
 * @throws ShapeError if the shapes differ or the heads do not divide the width
 * Source: ViViT section 3.3 (self-attention); flax `dot_product_attention` (query scaled before the product; bias, mask).
 */
export function attention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  heads: number,
  biases: ScoreBiases = {},
): tf.Tensor3D {
  const { batch, queries, dim } = sizes(query, "batch queries dim", "attention: query");
  const { keys } = sizes(key, "batch keys dim", "attention: key", { batch, dim });
  sizes(value, "batch keys dim", "attention: value", { batch, keys, dim });
  checkHeads(dim, heads, "attention");
  return tf.tidy(() => {
    const bias = scoreBias(biases, { batch, heads, queries, keys });
    const attend = tf.customGrad((...args) => {
      const operands = args.slice(0, -1) as Operands;
      const save = args.at(-1) as unknown as tf.GradSaveFunc;
      const [query, key, value, bias] = operands;
      const fused = runFusedKernel("VivitAttention", { query, key, value, ...(bias && { bias }) }, { heads });
      const output = (fused?.[0] ?? composedAttention(query, key, value, heads, bias)) as tf.Tensor3D;
      save([output, ...(operands as tf.Tensor[])]);
      return {
        value: output,
        gradFunc: (outputGradient: tf.Tensor, saved: tf.Tensor[]) =>
          attentionGradient(saved as Saved, outputGradient as tf.Tensor3D, heads),
      };
    });
    return attend(query, key, value, ...(bias ? [bias] : [])) as tf.Tensor3D;
  });
}

type Operands = [query: tf.Tensor3D, key: tf.Tensor3D, value: tf.Tensor3D, bias?: tf.Tensor4D];
type Saved = [output: tf.Tensor3D, ...operands: Operands];

function attentionGradient(
  [output, query, key, value, bias]: Saved,
  outputGradient: tf.Tensor3D,
  heads: number,
): tf.Tensor[] {
  const inputs = { query, key, value, output, outputGradient, ...(bias && { bias }) };
  return runFusedKernel("VivitAttentionGradient", inputs, { heads }) ?? composedAttentionGradient(inputs, heads);
}
