import { type HostTensor, hostTensor, ShapeError } from "@vivit/nn";
import type { Extent } from "./embed-tubelets.ts";

const longest = 10_000; // ratio of the longest wave to the shortest; source: "Attention is all you need", section 3.5

/**
 * Fixed positions along one line: sines at even places of a vector, cosines at odd ones.
 *
 * @param tokens the class token's included
 * @param dim even
 * @returns [1, tokens, dim]: sin(p ω_i) and cos(p ω_i) at 2i and 2i + 1, ω_i = 10000^(−2i / dim)
 * @throws ShapeError if dim is odd
 * Source: Scenic `sinusoidal_1d`.
 */
export function sinusoidalPositions(tokens: number, dim: number): HostTensor<"float32"> {
  if (dim % 2 !== 0)
    throw new ShapeError(`sinusoidalPositions: expected an even dim, a sine and a cosine each, got ${dim}`);
  const values = new Float32Array(tokens * dim);
  for (let position = 0; position < tokens; position++)
    for (let index = 0; index < dim; index += 2) {
      const angle = position * longest ** (-index / dim);
      values[position * dim + index] = Math.sin(angle);
      values[position * dim + index + 1] = Math.cos(angle);
    }
  return hostTensor(values, [1, tokens, dim]);
}

/**
 * Fixed positions of a grid of tokens, without a class token: a sixth of a vector each for sine and cosine of time, column, row.
 *
 * @param grid tokens along time, rows and columns
 * @param dim a multiple of 6
 * @returns [1, tokens, dim], tokens ordered by time, row, column; ω_i = 10000^(−i / (dim / 6))
 * @throws ShapeError if dim is not a multiple of 6
 * Source: Scenic `sinusoidal_3d` (square grids; here any).
 */
export function sinusoidalGridPositions(grid: Extent, dim: number): HostTensor<"float32"> {
  if (dim % 6 !== 0)
    throw new ShapeError(
      `sinusoidalGridPositions: expected a dim that 6 divides, a sine and a cosine for time, column and row, got ${dim}; use ${Math.max(1, Math.round(dim / 6)) * 6} or learned positions`,
    );
  const part = dim / 6;
  const values = new Float32Array(grid.frames * grid.height * grid.width * dim);
  let at = 0;
  for (let time = 0; time < grid.frames; time++)
    for (let row = 0; row < grid.height; row++)
      for (let column = 0; column < grid.width; column++)
        for (const place of [time, column, row])
          for (const wave of [Math.sin, Math.cos])
            for (let index = 0; index < part; index++) values[at++] = wave(place * longest ** (-index / part));
  return hostTensor(values, [1, values.length / dim, dim]);
}
