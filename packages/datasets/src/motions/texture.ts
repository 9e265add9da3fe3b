import { foldIn, type RandomKey, uniform } from "@vivit/nn";

/** A pattern of values in [-1, 1] that repeats every unit in x and in y. */
export type Texture = (x: number, y: number) => number;

/**
 * Smooth random patches at three scales.
 *
 * @param key randomness
 * @param cells patches along a side at the coarsest scale
 */
export function randomTexture(key: RandomKey, cells: number): Texture {
  const side = 64;
  const table = new Float32Array(side * side);
  for (const [octave, weight] of [0.5, 0.3, 0.2].entries()) {
    const count = cells * 2 ** octave;
    const lattice = uniform(foldIn(key, octave), count * count);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        table[y * side + x]! += weight * 2.4 * (blended(lattice, count, (x / side) * count, (y / side) * count) - 0.5);
  }
  return (x, y) => blended(table, side, x * side, y * side);
}

/** Bilinear value of a table that repeats. */
function blended(table: Float32Array, side: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [x - left, y - top];
  const [x0, y0] = [wrap(left, side), wrap(top, side) * side];
  const [x1, y1] = [wrap(left + 1, side), wrap(top + 1, side) * side];
  const above = table[y0 + x0]! * (1 - across) + table[y0 + x1]! * across;
  return above * (1 - down) + (table[y1 + x0]! * (1 - across) + table[y1 + x1]! * across) * down;
}

function wrap(index: number, side: number): number {
  return ((index % side) + side) % side;
}
