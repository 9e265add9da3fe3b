import { foldIn, type RandomKey, uniform } from "@vivit/nn";

/** A pattern of values, mostly within [-1, 1], that repeats every unit in x and in y. */
export type Texture = (x: number, y: number) => number;

/** Values along one unit; a power of two, so that wrapping is a mask. */
const side = 64;

/**
 * Smooth random patches at three scales.
 *
 * @param key randomness
 * @param cells patches along a side at the coarsest scale, a power of two
 */
export function randomTexture(key: RandomKey, cells: number): Texture {
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
function blended(table: Float32Array, count: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const mask = count - 1;
  const across = x - left;
  const above = (top & mask) * count;
  const below = ((top + 1) & mask) * count;
  const near = left & mask;
  const far = (left + 1) & mask;
  const upper = table[above + near]! + (table[above + far]! - table[above + near]!) * across;
  const lower = table[below + near]! + (table[below + far]! - table[below + near]!) * across;
  return upper + (lower - upper) * (y - top);
}
