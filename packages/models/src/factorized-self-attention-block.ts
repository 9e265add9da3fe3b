import * as tf from "@tensorflow/tfjs-core";
import { type LayerNormParams, layerNorm } from "@vivit/nn";
import {
  applyMask,
  type EncoderBlockMasks,
  layerNormSpecs,
  type MlpParams,
  mlp,
  mlpSpecs,
  passBackShares,
  passBackThroughResidual,
  type SelfAttentionParams,
  selfAttention,
  selfAttentionSpecs,
} from "@vivit/transformer";
import type { BlockAttention } from "./encode-grid.ts";
import { overSpace, overTime } from "./grid-axes.ts";
import type { ModelWatch } from "./model-watch.ts";

/** Parameters of one block of Model 3. */
export interface FactorizedSelfAttentionBlockParams {
  readonly timeNorm: LayerNormParams;
  readonly timeAttention: SelfAttentionParams;
  readonly spaceNorm: LayerNormParams;
  readonly spaceAttention: SelfAttentionParams;
  readonly mlpNorm: LayerNormParams;
  readonly mlp: MlpParams;
}

/** Dropout of one block of Model 3; drop-path of its branches is absent in the reference. */
export type FactorizedSelfAttentionMasks<T = tf.Tensor> = {
  /** attentionWeights [batch * places, heads, steps, steps], attentionOutput [batch * places, steps, dim]. */
  readonly time?: EncoderBlockMasks<T>;
  /** attentionWeights [batch * steps, heads, places, places], attentionOutput [batch * steps, places, dim]. */
  readonly space?: EncoderBlockMasks<T>;
  /** mlpHidden and mlpOutput. */
  readonly mlp?: EncoderBlockMasks<T>;
  /** Drop-path of the branch over time: [batch, 1, 1]. */
  readonly timeBranch?: T;
  /** Drop-path of the branch over space: [batch, 1, 1]. */
  readonly spaceBranch?: T;
  /** Drop-path of the MLP's branch: [batch, 1, 1]. */
  readonly mlpBranch?: T;
};

/** Which axis a block mixes first. The paper's equations 4 to 6 put space first and report no difference. */
export type AttentionOrder = "time-space" | "space-time";

/** Heads of one block, steps of one clip, and which axis comes first. */
interface FactorizedSelfAttentionSettings {
  readonly heads: number;
  readonly steps: number;
  readonly order: AttentionOrder;
}

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
  settings: FactorizedSelfAttentionSettings,
  masks: FactorizedSelfAttentionMasks = {},
  watch?: ModelWatch,
): tf.Tensor3D {
  const { heads, steps, order } = settings;
  const time = (tokens: tf.Tensor3D) =>
    overTime(tokens, steps, (columns) => {
      const normed = layerNorm(columns, params.timeNorm);
      return selfAttention(normed, params.timeAttention, heads, masks.time, watch?.time.attention);
    });
  const space = (tokens: tf.Tensor3D) =>
    overSpace(tokens, steps, (rows) => {
      const normed = layerNorm(rows, params.spaceNorm);
      return selfAttention(normed, params.spaceAttention, heads, masks.space, watch?.space.attention);
    });
  const branches = [
    (tokens: tf.Tensor3D) => applyMask(time(tokens), masks.timeBranch),
    (tokens: tf.Tensor3D) => applyMask(space(tokens), masks.spaceBranch),
  ];
  return tf.tidy(() => {
    const mixed = inOrder(branches, order).reduce((tokens, mix) => tf.add(tokens, mix(tokens)) as tf.Tensor3D, x);
    const widened = mlp(layerNorm(mixed, params.mlpNorm), params.mlp, masks.mlp);
    return tf.add(mixed, applyMask(widened, masks.mlpBranch));
  });
}

/**
 * Attention rollout of a block: back through one axis and its residual connection, then through the other.
 *
 * @param shares [batch, steps * places, 1]
 * @returns [batch, steps * places, 1]
 */
export function passBackThroughSelfAttention(
  shares: tf.Tensor3D,
  { time, space }: BlockAttention,
  { steps, order }: Omit<FactorizedSelfAttentionSettings, "heads">,
): tf.Tensor3D {
  const backwards = [
    (behind: tf.Tensor3D) => overTime(behind, steps, (columns) => passBackShares(columns, time)),
    (behind: tf.Tensor3D) => overSpace(behind, steps, (rows) => passBackShares(rows, space)),
  ];
  return tf.tidy(() =>
    inOrder(backwards, order).reduceRight((behind, pass) => passBackThroughResidual(behind, pass(behind)), shares),
  );
}

/** Time and space in the order in which a block mixes them. */
function inOrder<Mix>([time, space]: readonly Mix[], order: AttentionOrder): Mix[] {
  return order === "time-space" ? [time!, space!] : [space!, time!];
}
