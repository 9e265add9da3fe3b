import * as tf from "@tensorflow/tfjs-core";
import { classTokenSpec, prependClassToken } from "@vivit/tokenization";
import {
  type EncoderMasks,
  type EncoderOptions,
  type EncoderParams,
  type EncoderSize,
  encoder,
  encoderSpecs,
} from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { type Pool, poolTokens } from "./pool-tokens.ts";
import { type Places, placeTokens, positionSpecs } from "./position-encoding.ts";

/** A class token where tokens are pooled by it, positions where they are learned, and the blocks. */
export interface TokenEncoderParams {
  /** [1, 1, dim]; only with pool "token". */
  readonly classToken?: tf.Tensor3D;
  /** [1, tokens, dim], the class token's first; only with learned positions. */
  readonly positions?: tf.Tensor3D;
  readonly encoder: EncoderParams;
}

/** How an encoder of a model runs: its attention heads, where its tokens stand, how they are pooled. */
export interface TokenEncoderSettings extends Places, EncoderOptions {
  readonly heads: number;
  readonly pool: Pool;
}

/** Shapes and first values of an encoder for a grid of tokens. */
export function tokenEncoderSpecs(size: EncoderSize, { grid, positions, pool }: Omit<TokenEncoderSettings, "heads">) {
  const hasClassToken = pool === "token";
  return {
    ...(hasClassToken ? { classToken: classTokenSpec(size.dim) } : {}),
    ...positionSpecs(positions, countTokens(grid) + Number(hasClassToken), size.dim),
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
  settings: Omit<TokenEncoderSettings, "pool">,
  masks?: EncoderMasks,
): tf.Tensor3D {
  return tf.tidy(() => {
    const all = params.classToken ? prependClassToken(tokens, params.classToken) : tokens;
    return encoder(placeTokens(all, params.positions, settings), params.encoder, settings.heads, masks, settings);
  });
}

/**
 * Encode and pool: [batch, tokens, dim] → [batch, dim].
 *
 * Pooling by the class token, the last block computes nothing else, unless someone looks on.
 */
export function encodeAndPool(
  tokens: tf.Tensor3D,
  params: TokenEncoderParams,
  settings: TokenEncoderSettings,
  masks?: EncoderMasks,
): tf.Tensor2D {
  const { pool, watch } = settings;
  const firstTokenOnly = pool === "token" && !watch;
  return tf.tidy(() => poolTokens(encodeTokens(tokens, params, { ...settings, firstTokenOnly }, masks), pool));
}
