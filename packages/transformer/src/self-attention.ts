import * as tf from "@tensorflow/tfjs-core";
import {
  attention,
  joinHeads,
  type LinearParams,
  linear,
  parameter,
  sizes,
  splitHeads,
  xavierUniform,
  zeros,
} from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import type { EncoderBlockMasks } from "./masks.ts";

/** Multi-head self-attention: four affine maps, each kernel [dim, dim] and bias [dim]. */
export interface SelfAttentionParams {
  readonly query: LinearParams;
  readonly key: LinearParams;
  readonly value: LinearParams;
  readonly out: LinearParams;
}

/** Shapes and first values of self-attention. Source: flax `MultiHeadDotProductAttention` (Xavier uniform, zero biases). */
export function selfAttentionSpecs(dim: number) {
  const projection = { kernel: parameter([dim, dim], xavierUniform), bias: parameter([dim], zeros) };
  return { query: projection, key: projection, value: projection, out: projection };
}

/**
 * Let every token look at every other.
 *
 * @param x [batch, tokens, dim]
 * @param heads how many heads share the width
 * @returns [batch, tokens, dim]
 * @throws ShapeError if the heads do not divide the width
 * Source: ViViT section 3.1; flax `MultiHeadDotProductAttention`.
 */
export function selfAttention(
  x: tf.Tensor3D,
  params: SelfAttentionParams,
  heads: number,
  masks: EncoderBlockMasks = {},
): tf.Tensor3D {
  sizes(x, "batch tokens dim", "selfAttention: x");
  return tf.tidy(() => {
    const [query, key, value] = [linear(x, params.query), linear(x, params.key), linear(x, params.value)];
    const mixed = masks.attentionWeights
      ? attentionWithDropout(query, key, value, heads, masks.attentionWeights)
      : attention(query, key, value, heads);
    return applyMask(linear(mixed, params.out), masks.attentionOutput);
  });
}

/** Attention whose weights are multiplied by a mask [batch, heads, tokens, tokens]; keeps all weights in memory. */
function attentionWithDropout(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  heads: number,
  mask: tf.Tensor,
): tf.Tensor3D {
  const [q, k, v] = [splitHeads(query, heads), splitHeads(key, heads), splitHeads(value, heads)];
  const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(q.shape[3])), k, false, true);
  return joinHeads(tf.matMul(tf.mul(tf.softmax(scores), mask), v) as tf.Tensor4D);
}
