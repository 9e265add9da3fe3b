import { CheckpointError } from "../checkpoint-error.ts";

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

/** The largest half, and what rounds to infinity. Source: IEEE 754 binary16. */
const largestHalf = 65504;
const firstTooLarge = 0x477ff000; // the bits of 65520, half-way to 65536

/**
 * Round float32 values to IEEE 754 half-precision words, to nearest and ties to even; NaN stays NaN.
 *
 * @param name of the tensor, for messages
 * @throws CheckpointError if a finite value is beyond ±65504
 */
export function narrowToHalves(values: Float32Array, name: string): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const words = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const magnitude = bits[i]! & 0x7fffffff;
    if (magnitude >= firstTooLarge && magnitude < 0x7f800000)
      throw new CheckpointError(
        `writeSafetensors: "${name}": expected values within ±${largestHalf} for float16, got ${values[i]} at ${i}; write float32`,
      );
    words[i] = ((bits[i]! >>> 16) & 0x8000) | halfBits(magnitude, values[i]!);
  }
  return words;
}

function halfBits(magnitude: number, value: number): number {
  if (magnitude > 0x7f800000) return 0x7e00;
  if (magnitude === 0x7f800000) return 0x7c00;
  if (magnitude < 0x38800000) return roundToEven(Math.abs(value) * 2 ** 24); // below 2^-14: subnormal
  const rebiased = magnitude - 0x38000000; // exponent 127 becomes 15
  return (rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13;
}

function roundToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
