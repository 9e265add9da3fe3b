import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";
import { attentionWeights } from "./attention-weights.ts";

/** Weights held at once, in values: 16 million are 64 MB. */
const weightsAtOnce = 2 ** 24;

/** The queries and keys of one attention. */
export interface QueryAndKey {
  /** [batch, tokens, dim] */
  readonly query: tf.Tensor3D;
  /** [batch, tokens, dim] */
  readonly key: tf.Tensor3D;
  readonly heads: number;
}

/**
 * Pass shares of the tokens behind an attention on to the tokens before it: Wᵀ shares, with W the mean over its heads.
 *
 * One vector instead of a matrix, and W in blocks of queries: memory stays bounded at any length.
 *
 * @param shares how much each token behind the attention counts: [batch, tokens, 1]
 * @param mostWeights held at once
 * @returns how much each token before it counts: [batch, tokens, 1], with the same sum
 * @throws ShapeError if the shapes differ or the heads do not divide the width
 * Source: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", without the residual connection.
 */
export function passBackShares(
  shares: tf.Tensor3D,
  { query, key, heads }: QueryAndKey,
  mostWeights = weightsAtOnce,
): tf.Tensor3D {
  const { batch, tokens, dim } = sizes(query, "batch tokens dim", "passBackShares: query");
  sizes(key, "batch tokens dim", "passBackShares: key", { batch, tokens, dim });
  sizes(shares, "batch tokens one", "passBackShares: shares", { batch, tokens, one: 1 });
  const rows = Math.max(1, Math.min(tokens, Math.floor(mostWeights / (batch * heads * tokens))));
  return tf.tidy(() => {
    let sum: tf.Tensor = tf.zerosLike(shares);
    for (let begin = 0; begin < tokens; begin += rows) {
      const count = Math.min(rows, tokens - begin);
      const next = tf.tidy(() => {
        const cut = (x: tf.Tensor3D) => tf.slice(x, [0, begin, 0], [-1, count, -1]);
        const weights = tf.mean(attentionWeights(cut(query), key, heads), 1); // [batch, count, tokens]
        return tf.add(sum, tf.matMul(weights, cut(shares), true, false));
      });
      sum.dispose();
      sum = next;
    }
    return sum as tf.Tensor3D;
  });
}

/**
 * The same through an attention and the residual connection around it: half through each.
 *
 * @param shares [batch, tokens, 1]
 * @returns [batch, tokens, 1], with the same sum
 * Source: Abnar and Zuidema 2020, attention rollout: A = (W + I) / 2.
 */
export function passBackThroughResidual(shares: tf.Tensor3D, attended: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => tf.mul(tf.add(shares, attended), 0.5));
}
