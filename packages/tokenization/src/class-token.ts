import * as tf from "@tensorflow/tfjs-core";
import { parameter, sizes, zeros } from "@vivit/nn";

/** Shape and first values of a class token: zeros. Source: Scenic `cls`. */
export function classTokenSpec(dim: number) {
  return parameter([1, 1, dim], zeros);
}

/**
 * Put the class token before all others.
 *
 * @param tokens [batch, tokens, dim]
 * @param classToken [1, 1, dim]
 * @returns [batch, 1 + tokens, dim]
 * @throws ShapeError if the widths differ
 * Source: ViViT section 3.1.
 */
export function prependClassToken(tokens: tf.Tensor3D, classToken: tf.Tensor3D): tf.Tensor3D {
  const { batch, dim } = sizes(tokens, "batch tokens dim", "prependClassToken: tokens");
  sizes(classToken, "one token dim", "prependClassToken: classToken", { one: 1, token: 1, dim });
  return tf.tidy(() => tf.concat([tf.tile(classToken, [batch, 1, 1]), tokens], 1));
}
