import type * as tf from "@tensorflow/tfjs-core";
import { addPositions, type Extent, positionSpec } from "@vivit/tokenization";

/** How tokens learn where they are: a parameter, a fixed wave over their order or over time, row and column, or nothing. */
export type PositionEncoding = "learned";

/** Shapes and first values of learned positions; the other kinds have no parameter. */
export function positionSpecs(kind: PositionEncoding | undefined, tokens: number, dim: number) {
  return (kind ?? "learned") === "learned" ? { positions: positionSpec(tokens, dim) } : {};
}

/** Where the tokens of an encoder stand, and how they are told. */
export interface Places {
  /** Tokens along time, rows and columns. */
  readonly grid: Extent;
  /** Learned unless said otherwise. */
  readonly positions?: PositionEncoding;
}

/**
 * Tell every token where it is.
 *
 * @param tokens [batch, tokens, dim], the class token first where there is one
 * @param learned [1, tokens, dim] where positions are learned
 * @returns [batch, tokens, dim]
 * Source: ViViT equation 1; Scenic `Encoder.positional_embedding`.
 */
export function placeTokens(tokens: tf.Tensor3D, learned: tf.Tensor3D | undefined, _places: Places): tf.Tensor3D {
  return addPositions(tokens, learned!);
}
