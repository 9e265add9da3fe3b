/**
 * Widen IEEE 754 half-precision words to float32; every value is exact.
 *
 * Only bits are moved, so that signs and payloads of NaN stay what they are.
 *
 * @param words binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits
 * @returns as many values
 * Source: IEEE 754 binary16.
 */
export function widenHalves(words: Uint16Array): Float32Array {
  const bits = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) bits[i] = widenedBits(words[i]!);
  return new Float32Array(bits.buffer);
}

function widenedBits(word: number): number {
  const sign = (word & 0x8000) << 16;
  const magnitude = word & 0x7fff;
  if (magnitude >= infinity) return sign | 0x7f800000 | ((magnitude & 0x3ff) << 13);
  if (magnitude >= 0x400) return sign | ((magnitude << 13) + rebias);
  if (magnitude === 0) return sign;
  const shift = Math.clz32(magnitude) - 21; // subnormal here, normal there: its first 1 becomes the hidden bit
  return sign | ((113 - shift) << 23) | (((magnitude << shift) & 0x3ff) << 13);
}

/**
 * Round float32 values to IEEE 754 half-precision words, to nearest and ties to even.
 *
 * What is beyond ±65504 becomes infinity where it is nearer to 65536. NaN stays NaN, with its sign and the upper ten bits of
 * its payload.
 *
 * @returns as many words
 * Source: IEEE 754 binary16.
 */
export function narrowToHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const words = new Uint16Array(values.length);
  for (let i = 0; i < words.length; i++) words[i] = narrowedBits(bits[i]!);
  return words;
}

const infinity = 0x7c00;
/** Makes exponent 15 of a half exponent 127. */
const rebias = 0x38000000;

function narrowedBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | infinity | ((magnitude >>> 13) & 0x3ff || 0x200);
  if (magnitude >= 0x477ff000) return sign | infinity; // 65520, half-way to 65536
  if (magnitude >= 0x38800000) return sign | shiftedToEven(magnitude - rebias, 13);
  if (magnitude <= 0x33000000) return sign; // 2^-25, half the least there is
  return sign | shiftedToEven((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >>> 23));
}

/** Shifted right and rounded, ties to even; a carry goes on into the exponent, as it should. */
function shiftedToEven(number: number, shift: number): number {
  return (number + (1 << (shift - 1)) - 1 + ((number >>> shift) & 1)) >>> shift;
}
