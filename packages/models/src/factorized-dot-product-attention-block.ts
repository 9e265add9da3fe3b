import * as tf from "@tensorflow/tfjs-core";
import { type LinearParams, layerNorm, linear } from "@vivit/nn";
import {
  applyMask,
  attend,
  type EncoderBlockMasks,
  type EncoderBlockParams,
  mlp,
  passBackShares,
  passBackThroughResidual,
  type SelfAttentionParams,
  type WatchAttention,
} from "@vivit/transformer";
import type { BlockAttention } from "./encode-grid.ts";
import { fromColumns, overSpace, overTime, toColumns, toRows } from "./grid-axes.ts";
import type { ModelWatch } from "./model-watch.ts";

/** Masks of one block of Model 4: those of any block, but the attention weights of each half of the heads. */
export type FactorizedDotProductMasks<T = tf.Tensor> = Omit<EncoderBlockMasks<T>, "attentionWeights"> & {
  /** [batch * places, heads / 2, steps, steps] */
  readonly timeWeights?: T;
  /** [batch * steps, heads / 2, places, places] */
  readonly spaceWeights?: T;
};

/** Heads of one block and steps of one clip. */
interface FactorizedDotProductSettings {
  readonly heads: number;
  readonly steps: number;
}

/**
 * Pre-norm block whose heads share the work: the first half attend over time, the second half over space.
 *
 * @param x [batch, steps * places, dim]
 * @returns [batch, steps * places, dim]
 * Source: ViViT section 3.3, Model 4; Scenic `factorized_dot_product_attention` (time is the first half; the paper names space first).
 */
export function factorizedDotProductBlock(
  x: tf.Tensor3D,
  params: EncoderBlockParams,
  settings: FactorizedDotProductSettings,
  masks: FactorizedDotProductMasks = {},
  watch?: ModelWatch,
): tf.Tensor3D {
  return tf.tidy(() => {
    const attended = attendByHalves(layerNorm(x, params.attentionNorm), params.attention, settings, masks, watch);
    const mixed = tf.add(x, applyMask(attended, masks.attentionBranch)) as tf.Tensor3D;
    const widened = mlp(layerNorm(mixed, params.mlpNorm), params.mlp, masks);
    return tf.add(mixed, applyMask(widened, masks.mlpBranch)) as tf.Tensor3D;
  });
}

/**
 * Attention rollout of a block: its heads are averaged, half of them over time, half over space.
 *
 * @param shares [batch, steps * places, 1]
 * @returns [batch, steps * places, 1]
 */
export function passBackThroughDotProduct(
  shares: tf.Tensor3D,
  { time, space }: BlockAttention,
  steps: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const alongTime = overTime(shares, steps, (columns) => passBackShares(columns, time));
    const alongSpace = overSpace(shares, steps, (rows) => passBackShares(rows, space));
    return passBackThroughResidual(shares, tf.mul(tf.add(alongTime, alongSpace), 0.5));
  });
}

function attendByHalves(
  x: tf.Tensor3D,
  { query, key, value, out }: SelfAttentionParams,
  { heads, steps }: FactorizedDotProductSettings,
  masks: FactorizedDotProductMasks,
  watch: ModelWatch | undefined,
): tf.Tensor3D {
  const mix = (half: 0 | 1, arrange: typeof toRows, weights?: tf.Tensor, shown?: WatchAttention) => {
    const projected = [query, key, value].map((projection) => arrange(linear(x, halfOf(projection, half)), steps));
    const [q, k, v] = projected as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    shown?.(q, k, heads / 2);
    return attend(q, k, v, heads / 2, weights);
  };
  const [batch, tokens] = x.shape;
  const time = fromColumns(mix(0, toColumns, masks.timeWeights, watch?.time.attention), batch);
  const space = tf.reshape(mix(1, toRows, masks.spaceWeights, watch?.space.attention), [batch, tokens, -1]);
  return applyMask(linear(tf.concat([time, space], 2) as tf.Tensor3D, out), masks.attentionOutput);
}

/** The projection to one half of the heads. Cutting kernels is cheaper than cutting what they compute for every token. */
function halfOf({ kernel, bias }: LinearParams, half: 0 | 1): LinearParams {
  const [inputs, outputs] = kernel.shape;
  const begin = (half * outputs) / 2;
  return {
    kernel: tf.slice(kernel, [0, begin], [inputs, outputs / 2]),
    bias: tf.slice(bias, begin, outputs / 2),
  };
}
