import * as tf from "@tensorflow/tfjs-core";
import { sizes } from "@vivit/nn";

/**
 * Work on the tokens of each time step by themselves.
 *
 * @param tokens [batch, steps * places, dim]
 * @param mix a function of [batch * steps, places, dim]
 * @returns [batch, steps * places, dim]
 */
export function overSpace(tokens: tf.Tensor3D, steps: number, mix: (rows: tf.Tensor3D) => tf.Tensor3D): tf.Tensor3D {
  const { batch, tokens: count } = sizes(tokens, "batch tokens dim", "overSpace: tokens");
  return tf.tidy(() => tf.reshape(mix(toRows(tokens, steps)), [batch, count, -1]));
}

/**
 * Work on the tokens of each place, one for each time step, by themselves.
 *
 * @param tokens [batch, steps * places, dim]
 * @param mix a function of [batch * places, steps, dim]
 * @returns [batch, steps * places, dim]
 */
export function overTime(tokens: tf.Tensor3D, steps: number, mix: (columns: tf.Tensor3D) => tf.Tensor3D): tf.Tensor3D {
  const { batch } = sizes(tokens, "batch tokens dim", "overTime: tokens");
  return tf.tidy(() => fromColumns(mix(toColumns(tokens, steps)), batch));
}

/** The tokens of each place in a row: [batch, steps * places, dim] → [batch * places, steps, dim]. */
export function toColumns(tokens: tf.Tensor3D, steps: number): tf.Tensor3D {
  const [batch, count, dim] = tokens.shape;
  const grid = tf.reshape(tokens, [batch, steps, count / steps, dim]);
  return tf.reshape(tf.transpose(grid, [0, 2, 1, 3]), [-1, steps, dim]);
}

/** The way back: [batch * places, steps, dim] → [batch, steps * places, dim]. */
export function fromColumns(columns: tf.Tensor3D, batch: number): tf.Tensor3D {
  const [rows, steps, dim] = columns.shape;
  const grid = tf.reshape(columns, [batch, rows / batch, steps, dim]);
  return tf.reshape(tf.transpose(grid, [0, 2, 1, 3]), [batch, -1, dim]);
}

/** The tokens of each time step in a row: [batch, steps * places, dim] → [batch * steps, places, dim]. */
export function toRows(tokens: tf.Tensor3D, steps: number): tf.Tensor3D {
  const [batch, count, dim] = tokens.shape;
  return tf.reshape(tokens, [batch * steps, count / steps, dim]);
}
