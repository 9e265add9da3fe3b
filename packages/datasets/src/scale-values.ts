/** What each color becomes: x * 2 / 255 - 1. */
export const scaledColors = Float32Array.from({ length: 256 }, (_, color) => color * (2 / 255) - 1);

/**
 * Scale colors from [0, 255] to [-1, 1].
 *
 * @param colors any number of values
 * @param target where to write; new memory if left out
 * Source: DMVR `normalize_image` with `zero_centering`: x * 2 / 255 - 1.
 */
export function scaleValues(colors: Uint8Array, target: Float32Array = new Float32Array(colors.length)): Float32Array {
  const done = scalePairs(colors, target);
  for (let index = done; index < colors.length; index++) target[index] = scaledColors[colors[index]!]!;
  return target;
}

/** Two colors at a time, which halves the time; returns how many were scaled: none where memory is not aligned. */
function scalePairs(colors: Uint8Array, target: Float32Array): number {
  const pairs = colors.length >> 1;
  if (pairs < 2 ** 15 || colors.byteOffset % 2 !== 0 || target.byteOffset % 8 !== 0) return 0;
  pairTable ??= createPairTable();
  const table = pairTable;
  const from = new Uint16Array(colors.buffer, colors.byteOffset, pairs);
  const to = new Float64Array(target.buffer, target.byteOffset, pairs);
  for (let pair = 0; pair < pairs; pair++) to[pair] = table[from[pair]!]!;
  return pairs * 2;
}

/** For each two bytes in memory: the two float32 that they become, moved about as one float64, which is never NaN. */
let pairTable: Float64Array | undefined;

function createPairTable(): Float64Array {
  const bytes = new Uint8Array(Uint16Array.from({ length: 2 ** 16 }, (_, pair) => pair).buffer);
  return new Float64Array(Float32Array.from(bytes, (color) => scaledColors[color]!).buffer);
}
