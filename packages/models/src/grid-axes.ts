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
  const { batch, tokens: count, dim } = sizes(tokens, "batch tokens dim", "overSpace: tokens");
  return tf.tidy(() => tf.reshape(mix(tf.reshape(tokens, [batch * steps, count / steps, dim])), [batch, count, -1]));
}

/**
 * Work on the tokens of each place, one for each time step, by themselves.
 *
 * @param tokens [batch, steps * places, dim]
 * @param mix a function of [batch * places, steps, dim]
 * @returns [batch, steps * places, dim]
 */
export function overTime(tokens: tf.Tensor3D, steps: number, mix: (columns: tf.Tensor3D) => tf.Tensor3D): tf.Tensor3D {
  const { batch, tokens: count, dim } = sizes(tokens, "batch tokens dim", "overTime: tokens");
  const places = count / steps;
  return tf.tidy(() => {
    const turned = tf.transpose(tf.reshape(tokens, [batch, steps, places, dim]), [0, 2, 1, 3]);
    const mixed = mix(tf.reshape(turned, [batch * places, steps, dim]) as tf.Tensor3D);
    const back = tf.transpose(tf.reshape(mixed, [batch, places, steps, -1]), [0, 2, 1, 3]);
    return tf.reshape(back, [batch, count, -1]);
  });
}
