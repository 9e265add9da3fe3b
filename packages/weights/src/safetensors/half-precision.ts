/** Widen bfloat16 words: they are the upper halves of float32 words, so every value is exact. */
export function widenBrainFloats(words: Uint16Array): Float32Array {
  const bits = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) bits[i] = words[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Widen IEEE 754 half-precision words; every value is exact, infinities and NaN stay what they are. */
export function widenHalves(words: Uint16Array): Float32Array {
  const values = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) values[i] = halfValue(words[i]!);
  return values;
}

function halfValue(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >>> 10) & 31;
  const fraction = word & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24; // subnormal, and both zeros
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
