import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm, ones, parameter, zeros } from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import type { EncoderBlockMasks } from "./masks.ts";
import { type MlpParams, mlp, mlpSpecs } from "./mlp.ts";
import { type SelfAttentionParams, selfAttention, selfAttentionSpecs } from "./self-attention.ts";
import type { WatchAttention } from "./watch.ts";

/** Parameters of one block. */
export interface EncoderBlockParams {
  readonly attentionNorm: LayerNormParams;
  readonly attention: SelfAttentionParams;
  readonly mlpNorm: LayerNormParams;
  readonly mlp: MlpParams;
}

/** Shapes and first values of a layer normalization: scale 1, bias 0. */
export function layerNormSpecs(dim: number) {
  return { scale: parameter([dim], ones), bias: parameter([dim], zeros) };
}

/** Shapes and first values of a block. */
export function encoderBlockSpecs(dim: number, mlpDim: number) {
  return {
    attentionNorm: layerNormSpecs(dim),
    attention: selfAttentionSpecs(dim),
    mlpNorm: layerNormSpecs(dim),
    mlp: mlpSpecs(dim, mlpDim),
  };
}

/**
 * Pre-norm transformer block: attention, then MLP, each added to its input.
 *
 * @param x [batch, tokens, dim]
 * @param heads how many heads share the width
 * @param masks dropout and drop-path while training
 * @param watch is shown queries and keys
 * @returns [batch, tokens, dim]
 * Source: ViViT equations 2 and 3, drop-path equation 10; Scenic `EncoderBlock`.
 */
export function encoderBlock(
  x: tf.Tensor3D,
  params: EncoderBlockParams,
  heads: number,
  masks: EncoderBlockMasks = {},
  watch?: WatchAttention,
): tf.Tensor3D {
  return tf.tidy(() => {
    const attended = selfAttention(layerNorm(x, params.attentionNorm), params.attention, heads, masks, watch);
    return addBranches(x, attended, params, masks);
  });
}

/** Add what attention gave to its input, then what the MLP makes of the sum. */
export function addBranches(
  x: tf.Tensor3D,
  attended: tf.Tensor3D,
  { mlpNorm, mlp: mlpParams }: Pick<EncoderBlockParams, "mlpNorm" | "mlp">,
  masks: EncoderBlockMasks,
): tf.Tensor3D {
  const mixed = tf.add(x, applyMask(attended, masks.attentionBranch)) as tf.Tensor3D;
  const widened = mlp(layerNorm(mixed, mlpNorm), mlpParams, masks);
  return tf.add(mixed, applyMask(widened, masks.mlpBranch));
}
