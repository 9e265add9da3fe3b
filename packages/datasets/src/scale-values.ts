/** What each color becomes: x * 2 / 255 - 1. */
export const scaledColors = Float32Array.from({ length: 256 }, (_, color) => color * (2 / 255) - 1);

/**
 * Scale colors from [0, 255] to [-1, 1].
 *
 * @param colors any number of values
 * @param target where to write; new memory if left out
 * Source: DMVR `normalize_image` with `zero_centering`: x * 2 / 255 - 1.
 */
export function scaleValues(colors: Uint8Array, target = new Float32Array(colors.length)): Float32Array {
  for (let index = 0; index < colors.length; index++) target[index] = scaledColors[colors[index]!]!;
  return target;
}
