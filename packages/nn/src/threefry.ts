const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/**
 * One block of the Threefry-2x32 cipher with 20 rounds: two 32-bit words from a key and a counter.
 *
 * Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"; the generator behind JAX's keys.
 */
export function threefry(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const schedule = [key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bda];
  let x = (counter[0] + schedule[0]!) | 0;
  let y = (counter[1] + schedule[1]!) | 0;
  for (let group = 0; group < 5; group++) {
    for (const distance of rotations[group % 2]!) {
      x = (x + y) | 0;
      y = ((y << distance) | (y >>> (32 - distance))) ^ x;
    }
    x = (x + schedule[(group + 1) % 3]!) | 0;
    y = (y + schedule[(group + 2) % 3]! + group + 1) | 0;
  }
  return [x >>> 0, y >>> 0];
}

/**
 * The words of counters [0, 0], [0, 1], … under one key, both halves of each combined by exclusive or.
 *
 * The same cipher as `threefry`, unrolled: no array and no call for a word.
 */
export function fillRandomWords([k0, k1]: readonly [number, number], words: Uint32Array): void {
  const k2 = k0 ^ k1 ^ 0x1bd11bda;
  const count = words.length;
  // biome-ignore format: three rounds a line
  for (let index = 0; index < count; index++) {
    let x = k0 | 0;
    let y = (k1 + index) | 0;
    x = (x + y) | 0; y = rotate(y, 13) ^ x; x = (x + y) | 0; y = rotate(y, 15) ^ x; x = (x + y) | 0; y = rotate(y, 26) ^ x;
    x = (x + y) | 0; y = rotate(y, 6) ^ x; x = (x + k1) | 0; y = (y + k2 + 1) | 0;
    x = (x + y) | 0; y = rotate(y, 17) ^ x; x = (x + y) | 0; y = rotate(y, 29) ^ x; x = (x + y) | 0; y = rotate(y, 16) ^ x;
    x = (x + y) | 0; y = rotate(y, 24) ^ x; x = (x + k2) | 0; y = (y + k0 + 2) | 0;
    x = (x + y) | 0; y = rotate(y, 13) ^ x; x = (x + y) | 0; y = rotate(y, 15) ^ x; x = (x + y) | 0; y = rotate(y, 26) ^ x;
    x = (x + y) | 0; y = rotate(y, 6) ^ x; x = (x + k0) | 0; y = (y + k1 + 3) | 0;
    x = (x + y) | 0; y = rotate(y, 17) ^ x; x = (x + y) | 0; y = rotate(y, 29) ^ x; x = (x + y) | 0; y = rotate(y, 16) ^ x;
    x = (x + y) | 0; y = rotate(y, 24) ^ x; x = (x + k1) | 0; y = (y + k2 + 4) | 0;
    x = (x + y) | 0; y = rotate(y, 13) ^ x; x = (x + y) | 0; y = rotate(y, 15) ^ x; x = (x + y) | 0; y = rotate(y, 26) ^ x;
    x = (x + y) | 0; y = rotate(y, 6) ^ x; x = (x + k2) | 0; y = (y + k0 + 5) | 0;
    words[index] = x ^ y;
  }
}

function rotate(word: number, distance: number): number {
  return (word << distance) | (word >>> (32 - distance));
}
