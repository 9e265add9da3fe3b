import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";

/** Ways from tokens to one vector: the class token; their mean, largest value, sum. Source: Scenic `classifier`. */
export const pools = {
  token: (tokens: tf.Tensor3D) => tf.squeeze(tf.slice(tokens, [0, 0, 0], [-1, 1, -1]), [1]),
  gap: (tokens: tf.Tensor3D) => tf.mean(tokens, 1),
  gmp: (tokens: tf.Tensor3D) => tf.max(tokens, 1),
  gsp: (tokens: tf.Tensor3D) => tf.sum(tokens, 1),
} as const satisfies Record<string, (tokens: tf.Tensor3D) => tf.Tensor>;

/** The name of a way to pool: class token, global average, maximum or sum. */
export type Pool = keyof typeof pools;

/**
 * Reduce tokens to one vector.
 *
 * @param tokens [batch, tokens, dim]
 * @returns [batch, dim]
 * Source: ViViT section 3.1; Scenic `classifier` (token, gap, gmp, gsp).
 */
export function poolTokens(tokens: tf.Tensor3D, pool: Pool): tf.Tensor2D {
  sizes(tokens, "batch tokens dim", "poolTokens: tokens");
  return tf.tidy(() => pools[pool](tokens) as tf.Tensor2D);
}
