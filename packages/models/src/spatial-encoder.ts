import * as tf from "@tensorflow/tfjs-core";
import { type RandomKey, sizes } from "@vivit/nn";
import type { Extent } from "@vivit/tokenization";
import {
  type DrawnEncoderMasks,
  type DropRates,
  drawEncoderMasks,
  type EncoderMasks,
  type EncoderWatch,
} from "@vivit/transformer";
import { gridOf, placesOf } from "./embedding.ts";
import type { ModelConfig } from "./model-config.ts";
import { encodeAndPool, type TokenEncoderParams } from "./token-encoder.ts";

/** Tokens of one time step. */
export function stepGridOf(config: ModelConfig): Extent {
  return { ...gridOf(config), frames: 1 };
}

/**
 * Encode each time step by itself, all with the same parameters.
 *
 * @param tokens [batch, steps * rows * columns, dim]
 * @returns one vector a step: [batch, steps, dim]
 * Source: ViViT section 3.3, Model 2; Scenic `SpatialTransformer`.
 */
export function encodeSteps(
  tokens: tf.Tensor3D,
  params: TokenEncoderParams,
  config: ModelConfig,
  masks?: EncoderMasks,
  watch?: EncoderWatch,
): tf.Tensor3D {
  const { batch, dim } = sizes(tokens, "batch tokens dim", "encodeSteps: tokens");
  const steps = gridOf(config).frames;
  return tf.tidy(() => {
    const frames = tf.reshape(tokens, [batch * steps, -1, dim]) as tf.Tensor3D;
    const settings = { ...config, heads: config.encoder.heads, grid: stepGridOf(config), watch };
    return tf.reshape(encodeAndPool(frames, params, settings, masks), [batch, steps, dim]);
  });
}

/**
 * Rollout of a spatial encoder and of what stands behind it: a step's share goes to its places.
 *
 * @param perStep how much every step counts: [batch, steps]
 * @param within how much every place counts within its step: [batch * steps, places]
 * @returns [batch, steps * places]
 */
export function rollOutSteps(perStep: tf.Tensor2D, within: tf.Tensor2D): tf.Tensor2D {
  const [batch, steps] = perStep.shape;
  return tf.tidy(() => {
    const places = tf.reshape(within, [batch, steps, -1]);
    return tf.reshape(tf.mul(places, tf.reshape(perStep, [batch, steps, 1])), [batch, -1]) as tf.Tensor2D;
  });
}

/** Masks of the spatial encoder: every step of a clip shares them, as in the reference. */
export function drawSpatialMasks(
  key: RandomKey,
  config: ModelConfig,
  batch: number,
  rates: DropRates,
): DrawnEncoderMasks {
  const tokens = placesOf(config) + Number(config.pool === "token");
  return drawEncoderMasks(key, config.encoder, { batch, tokens, repeat: gridOf(config).frames }, rates);
}
