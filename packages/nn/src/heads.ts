import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "./shape-error.ts";
import { sizes } from "./sizes.ts";

/** Lay tokens out head by head: [batch, tokens, dim] → [batch, heads, tokens, dim / heads]. */
export function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const { batch, tokens, dim } = sizes(x, "batch tokens dim", "splitHeads: x");
  checkHeads(dim, heads, "splitHeads");
  return tf.tidy(() => tf.transpose(tf.reshape(x, [batch, tokens, heads, dim / heads]), [0, 2, 1, 3]));
}

/** Put the heads of a token side by side again: [batch, heads, tokens, headDim] → [batch, tokens, heads * headDim]. */
export function joinHeads(x: tf.Tensor4D): tf.Tensor3D {
  const { batch, heads, tokens, headDim } = sizes(x, "batch heads tokens headDim", "joinHeads: x");
  return tf.tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * headDim]));
}

/** Check that heads share a width evenly. @throws ShapeError if they do not */
export function checkHeads(dim: number, heads: number, caller: string): void {
  if (!Number.isInteger(heads) || heads < 1 || dim % heads !== 0)
    throw new ShapeError(`${caller}: dim ${dim} is not a multiple of heads ${heads}`);
}
