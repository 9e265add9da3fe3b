import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import {
  type EncoderBlockMasks,
  layerNormSpecs,
  type MlpParams,
  mlp,
  mlpSpecs,
  type SelfAttentionParams,
  selfAttention,
  selfAttentionSpecs,
} from "@vivit/transformer";
import { overSpace, overTime } from "./grid-axes.ts";

/** Parameters of one block of Model 3. */
export interface FactorizedSelfAttentionBlockParams {
  readonly timeNorm: LayerNormParams;
  readonly timeAttention: SelfAttentionParams;
  readonly spaceNorm: LayerNormParams;
  readonly spaceAttention: SelfAttentionParams;
  readonly mlpNorm: LayerNormParams;
  readonly mlp: MlpParams;
}

/** Dropout of one block of Model 3; drop-path has none, as in the reference. */
export type FactorizedSelfAttentionMasks<T = tf.Tensor> = {
  /** attentionWeights [batch * places, heads, steps, steps], attentionOutput [batch * places, steps, dim]. */
  readonly time?: EncoderBlockMasks<T>;
  /** attentionWeights [batch * steps, heads, places, places], attentionOutput [batch * steps, places, dim]. */
  readonly space?: EncoderBlockMasks<T>;
  /** mlpHidden and mlpOutput. */
  readonly mlp?: EncoderBlockMasks<T>;
};

/** Which axis a block mixes first. The paper's equations 4 to 6 put space first and report no difference. */
export type AttentionOrder = "time-space" | "space-time";

/** Shapes and first values of a block. */
export function factorizedSelfAttentionBlockSpecs(dim: number, mlpDim: number) {
  return {
    timeNorm: layerNormSpecs(dim),
    timeAttention: selfAttentionSpecs(dim),
    spaceNorm: layerNormSpecs(dim),
    spaceAttention: selfAttentionSpecs(dim),
    mlpNorm: layerNormSpecs(dim),
    mlp: mlpSpecs(dim, mlpDim),
  };
}

/**
 * Attention over time and over space, one after the other, then the MLP, each added to its input.
 *
 * @param x [batch, steps * places, dim]
 * @returns [batch, steps * places, dim]
 * Source: ViViT equations 4 to 6; Scenic `EncoderFactorizedSelfAttentionBlock`.
 */
export function factorizedSelfAttentionBlock(
  x: tf.Tensor3D,
  params: FactorizedSelfAttentionBlockParams,
  settings: { readonly heads: number; readonly steps: number; readonly order: AttentionOrder },
  masks: FactorizedSelfAttentionMasks = {},
): tf.Tensor3D {
  const { heads, steps, order } = settings;
  const time = (tokens: tf.Tensor3D) =>
    overTime(tokens, steps, (columns) =>
      selfAttention(layerNorm(columns, params.timeNorm), params.timeAttention, heads, masks.time),
    );
  const space = (tokens: tf.Tensor3D) =>
    overSpace(tokens, steps, (rows) =>
      selfAttention(layerNorm(rows, params.spaceNorm), params.spaceAttention, heads, masks.space),
    );
  const mixers = order === "time-space" ? [time, space] : [space, time];
  return tf.tidy(() => {
    const mixed = mixers.reduce((tokens, mix) => tf.add(tokens, mix(tokens)) as tf.Tensor3D, x);
    return tf.add(mixed, mlp(layerNorm(mixed, params.mlpNorm), params.mlp, masks.mlp));
  });
}
