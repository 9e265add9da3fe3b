import * as tf from "@tensorflow/tfjs-core";
import { type RandomKey, sizes } from "@vivit/nn";
import { type DrawnEncoderMasks, type DropRates, drawEncoderMasks, type EncoderMasks } from "@vivit/transformer";
import { gridOf, placesOf } from "./embedding.ts";
import type { ModelConfig } from "./model-config.ts";
import { encodeAndPool, type TokenEncoderParams } from "./token-encoder.ts";

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
): tf.Tensor3D {
  const { batch, dim } = sizes(tokens, "batch tokens dim", "encodeSteps: tokens");
  const steps = gridOf(config).frames;
  return tf.tidy(() => {
    const frames = tf.reshape(tokens, [batch * steps, -1, dim]) as tf.Tensor3D;
    const perStep = encodeAndPool(frames, params, config.encoder.heads, config.pool, masks, config);
    return tf.reshape(perStep, [batch, steps, dim]);
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
