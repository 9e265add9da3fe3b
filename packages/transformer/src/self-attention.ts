import * as tf from "@tensorflow/tfjs-core";
import { type LinearParams, linear, parameter, sizes, xavierUniform, zeros } from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import { attend } from "./attend.ts";
import type { EncoderBlockMasks } from "./masks.ts";
import type { WatchAttention } from "./watch.ts";

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
 * @param masks dropout while training
 * @param watch is shown queries and keys
 * @returns [batch, tokens, dim]
 * @throws ShapeError if the heads do not divide the width
 * Source: ViViT section 3.1; flax `MultiHeadDotProductAttention`.
 */
export function selfAttention(
  x: tf.Tensor3D,
  params: SelfAttentionParams,
  heads: number,
  masks: EncoderBlockMasks = {},
  watch?: WatchAttention,
): tf.Tensor3D {
  sizes(x, "batch tokens dim", "selfAttention: x");
  return lookAt(x, x, params, heads, masks, watch);
}

/** Let some tokens, [batch, queries, dim], look at all, [batch, tokens, dim]. */
export function lookAt(
  from: tf.Tensor3D,
  all: tf.Tensor3D,
  params: SelfAttentionParams,
  heads: number,
  masks: EncoderBlockMasks,
  watch: WatchAttention | undefined,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [query, key, value] = [linear(from, params.query), linear(all, params.key), linear(all, params.value)];
    watch?.(query, key, heads);
    const mixed = attend(query, key, value, heads, masks.attentionWeights);
    return applyMask(linear(mixed, params.out), masks.attentionOutput);
  });
}
