import * as tf from "@tensorflow/tfjs-core";
import { normalValues, parameter, sizes } from "@vivit/nn";

/** Shape and first values of learned positions [1, tokens, dim]: normal, deviation 0.02. Source: Scenic `AddPositionEmbs`. */
export function positionSpec(tokens: number, dim: number) {
  return parameter([1, tokens, dim], normalValues(0.02));
}

/**
 * Add a learned vector to every token, after the class token has been put first.
 *
 * @param tokens [batch, tokens, dim]
 * @param positions [1, tokens, dim]
 * @returns [batch, tokens, dim]
 * @throws ShapeError if the counts differ, as they do for a clip of another length or resolution
 * Source: ViViT equation 1; Scenic `AddPositionEmbs` (learned_1d).
 */
export function addPositions(tokens: tf.Tensor3D, positions: tf.Tensor3D): tf.Tensor3D {
  const { tokens: count, dim } = sizes(tokens, "batch tokens dim", "addPositions: tokens");
  sizes(positions, "one tokens dim", "addPositions: positions", { one: 1, tokens: count, dim });
  return tf.add(tokens, positions);
}
