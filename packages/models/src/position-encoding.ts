import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, toTensor } from "@vivit/nn";
import {
  addPositions,
  type Extent,
  positionSpec,
  sinusoidalGridPositions,
  sinusoidalPositions,
} from "@vivit/tokenization";

/** Positions that are no parameter: [1, tokens, dim] in plain memory. */
const fixedPositions = {
  "sinusoidal-1d": (tokens: number, dim: number, _grid: Extent) => sinusoidalPositions(tokens, dim),
  "sinusoidal-3d": (_tokens: number, dim: number, grid: Extent) => sinusoidalGridPositions(grid, dim),
} as const satisfies Record<string, (tokens: number, dim: number, grid: Extent) => HostTensor>;

/**
 * How tokens know where they are: by a parameter, by fixed waves over their order (the class token first) or over time,
 * column and row (the class token at zero), or not at all.
 */
export type PositionEncoding = "learned" | keyof typeof fixedPositions | "none";

/** Every kind of positions. */
export const positionEncodings: readonly PositionEncoding[] = ["learned", "sinusoidal-1d", "sinusoidal-3d", "none"];

/** Where the tokens of an encoder stand, and how they know. */
export interface Places {
  /** Tokens along time, rows and columns. */
  readonly grid: Extent;
  /** Learned unless said otherwise. */
  readonly positions?: PositionEncoding;
}

/** Shapes and first values of learned positions; the other kinds have no parameter. */
export function positionSpecs(positions: PositionEncoding = "learned", tokens: number, dim: number) {
  return positions === "learned" ? { positions: positionSpec(tokens, dim) } : {};
}

/** Refuse a width that fixed positions cannot have. @throws ShapeError */
export function checkPositions(positions: PositionEncoding = "learned", dim: number): void {
  if (positions in fixedPositions)
    fixedPositions[positions as keyof typeof fixedPositions](1, dim, { frames: 1, height: 1, width: 1 });
}

/**
 * Tell every token where it is.
 *
 * @param tokens [batch, tokens, dim], the class token first where there is one
 * @param learned [1, tokens, dim] where positions are learned
 * @returns [batch, tokens, dim]
 * Source: ViViT equation 1; Scenic `Encoder.positional_embedding` (whose `sinusoidal_3d` has no class token; here it stands at zero).
 */
export function placeTokens(
  tokens: tf.Tensor3D,
  learned: tf.Tensor3D | undefined,
  { grid, positions = "learned" }: Places,
): tf.Tensor3D {
  if (positions === "none") return tokens;
  if (positions === "learned") return addPositions(tokens, learned!);
  const [, count, dim] = tokens.shape;
  return tf.tidy(() => {
    const fixed = toTensor<tf.Rank.R3>(fixedPositions[positions](count, dim, grid));
    const withoutPlace = tf.zeros<tf.Rank.R3>([1, count - fixed.shape[1], dim]);
    return addPositions(tokens, count > fixed.shape[1] ? tf.concat([withoutPlace, fixed], 1) : fixed);
  });
}
