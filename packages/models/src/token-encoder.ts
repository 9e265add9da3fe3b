import * as tf from "@tensorflow/tfjs-core";
import { addPositions, classTokenSpec, positionSpec, prependClassToken } from "@vivit/tokenization";
import {
  type BlockOptions,
  type EncoderMasks,
  type EncoderParams,
  type EncoderSize,
  encoder,
  encoderSpecs,
} from "@vivit/transformer";
import { type Pool, poolTokens } from "./pool-tokens.ts";

/** A class token where tokens are pooled by it, positions, and the blocks. */
export interface TokenEncoderParams {
  /** [1, 1, dim]; only with pool "token". */
  readonly classToken?: tf.Tensor3D;
  /** [1, tokens, dim], the class token's first. */
  readonly positions: tf.Tensor3D;
  readonly encoder: EncoderParams;
}

/** Shapes and first values for a number of tokens, the class token not counted. */
export function tokenEncoderSpecs(tokens: number, size: EncoderSize, pool: Pool) {
  const hasClassToken = pool === "token";
  return {
    ...(hasClassToken ? { classToken: classTokenSpec(size.dim) } : {}),
    positions: positionSpec(tokens + Number(hasClassToken), size.dim),
    encoder: encoderSpecs(size),
  };
}

/**
 * Class token, positions, blocks: every token after the last normalization.
 *
 * @param tokens [batch, tokens, dim]
 * @returns [batch, 1 + tokens, dim], or without the one where there is no class token
 * Source: ViViT equation 1; Scenic `ViViT` up to `encoder_norm`.
 */
export function encodeTokens(
  tokens: tf.Tensor3D,
  params: TokenEncoderParams,
  heads: number,
  masks?: EncoderMasks,
  options?: BlockOptions,
): tf.Tensor3D {
  return tf.tidy(() => {
    const all = params.classToken ? prependClassToken(tokens, params.classToken) : tokens;
    return encoder(addPositions(all, params.positions), params.encoder, heads, masks, options);
  });
}

/** Encode and pool: [batch, tokens, dim] → [batch, dim]. */
export function encodeAndPool(
  tokens: tf.Tensor3D,
  params: TokenEncoderParams,
  heads: number,
  pool: Pool,
  masks?: EncoderMasks,
  options?: BlockOptions,
): tf.Tensor2D {
  return tf.tidy(() => poolTokens(encodeTokens(tokens, params, heads, masks, options), pool));
}
