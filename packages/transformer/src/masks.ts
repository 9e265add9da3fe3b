import type * as tf from "@tensorflow/tfjs-core";
import type { HostTensor } from "@vivit/nn";

/**
 * What one encoder block is multiplied by while training, drawn outside the graph; what is absent counts as 1.
 *
 * Dropout multiplies by 0 or 1 / (1 − rate), drop-path by 0 or 1 (Scenic) or 0 or 1 / (1 − rate) (the usual form).
 */
export type EncoderBlockMasks<T = tf.Tensor> = {
  /** Dropout of attention weights: [batch, heads, tokens, tokens]. */
  readonly attentionWeights?: T;
  /** Dropout after attention's output projection: [batch, tokens, dim]. */
  readonly attentionOutput?: T;
  /** Drop-path of the attention branch: [batch, 1, 1]. */
  readonly attentionBranch?: T;
  /** Dropout after the MLP's GELU: [batch, tokens, mlpDim]. */
  readonly mlpHidden?: T;
  /** Dropout after the MLP's second layer: [batch, tokens, dim]. */
  readonly mlpOutput?: T;
  /** Drop-path of the MLP branch: [batch, 1, 1]. */
  readonly mlpBranch?: T;
};

/** The masks of an encoder: one set for each block, and dropout of its input tokens. */
export type EncoderMasks<T = tf.Tensor> = {
  /** Dropout after positions have been added: [batch, tokens, dim]. */
  readonly tokens?: T;
  readonly blocks: readonly EncoderBlockMasks<T>[];
};

/** Masks in plain memory, as drawn. */
export type DrawnEncoderMasks = EncoderMasks<HostTensor<"float32">>;
