import * as tf from "@tensorflow/tfjs-core";
import { passBackShares, passBackThroughResidual, type QueryAndKey } from "@vivit/transformer";
import type { Pool } from "./pool-tokens.ts";

/**
 * Attention rollout of one encoder: how much every token it was given counts in the vector it pools.
 *
 * One vector is carried back from the pooled one, through the last layer first, so that no product of matrices is needed.
 *
 * @param layers queries and keys [batch, tokens, dim] of every layer
 * @param pool by the class token: its row; otherwise the mean over all tokens, also for `gmp` and `gsp`
 * @returns [batch, tokens], the class token left out: what it keeps for itself is in no token
 * Source: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers": mean over heads, (W + I) / 2, product of layers.
 */
export function rollOutEncoder(layers: readonly QueryAndKey[], pool: Pool): tf.Tensor2D {
  const [batch, tokens] = layers[0]!.query.shape;
  return tf.tidy(() => {
    const pooled = pool === "token" ? firstToken(batch, tokens) : evenShares(batch, tokens);
    const shares = layers.reduceRight(
      (behind, layer) => passBackThroughResidual(behind, passBackShares(behind, layer)),
      pooled,
    );
    const begin = Number(pool === "token");
    return tf.squeeze(tf.slice(shares, [0, begin, 0], [-1, -1, -1]), [2]);
  });
}

/** All tokens count alike: [batch, tokens, 1]. */
export function evenShares(batch: number, tokens: number): tf.Tensor3D {
  return tf.fill([batch, tokens, 1], 1 / tokens);
}

function firstToken(batch: number, tokens: number): tf.Tensor3D {
  return tf.tidy(() => tf.concat([tf.ones([batch, 1, 1]), tf.zeros([batch, tokens - 1, 1])], 1) as tf.Tensor3D);
}
