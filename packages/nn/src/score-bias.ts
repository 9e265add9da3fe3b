import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "./shape-error.ts";

/** What attention's scores are changed by; an axis of size 1 holds for all of its batch, heads or queries. */
export interface ScoreBiases {
  /** Added to the scores after they are scaled: float32 [batch or 1, heads or 1, queries or 1, keys]. */
  readonly bias?: tf.Tensor4D | undefined;
  /** Where a query sees a key: bool [batch or 1, heads or 1, queries or 1, keys]. */
  readonly mask?: tf.Tensor4D | undefined;
}

type ScoreSize = { readonly batch: number; readonly heads: number; readonly queries: number; readonly keys: number };

/** Added to what is not seen: far below every score, and finite, so that a row without any key is no NaN. */
const unseen = -1e30;

/**
 * One bias [batch or 1, heads or 1, queries or 1, keys] of all that changes the scores, or none.
 *
 * @throws ShapeError if a shape does not fit the scores, TypeError if the bias is not float32 or the mask not bool
 */
export function scoreBias({ bias, mask }: ScoreBiases, size: ScoreSize): tf.Tensor4D | undefined {
  if (bias) checkFits(bias, "bias", "float32", size);
  if (!mask) return bias;
  checkFits(mask, "mask", "bool", size);
  return tf.tidy(() => {
    const hidden = tf.where<tf.Tensor>(mask, tf.scalar(0), tf.scalar(unseen));
    return (bias ? tf.add(bias, hidden) : hidden) as tf.Tensor4D;
  });
}

function checkFits(
  x: tf.Tensor,
  name: "bias" | "mask",
  dtype: tf.DataType,
  { batch, heads, queries, keys }: ScoreSize,
) {
  const [b, h, q, k] = x.shape;
  const fits = (size: number | undefined, whole: number) => size === 1 || size === whole;
  if (x.rank !== 4 || !fits(b, batch) || !fits(h, heads) || !fits(q, queries) || k !== keys)
    throw new ShapeError(
      `attention: ${name}: expected [batch=${batch} or 1, heads=${heads} or 1, queries=${queries} or 1, keys=${keys}], got [${x.shape.join(", ")}]`,
    );
  if (x.dtype !== dtype) throw new TypeError(`attention: ${name}: expected ${dtype}, got ${x.dtype}`);
}
