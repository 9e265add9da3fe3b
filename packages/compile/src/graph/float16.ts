const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * The 16 bits of the nearest float16, ties to even; what is too large becomes infinity.
 *
 * Source: IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits.
 */
export function toFloat16Bits(value: number): number {
  single[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const exponent = (word >>> 23) & 0xff;
  const fraction = word & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  const scale = exponent - 112; // the bias of float32 is 127
  if (scale >= 31) return sign | 0x7c00;
  if (scale >= 1) return sign + rounded((scale << 23) | fraction, 13);
  if (scale < -10) return sign;
  return sign + rounded(0x800000 | fraction, 14 - scale);
}

/** The number shifted right, ties to even; a carry goes on into the exponent, as it should. */
function rounded(number: number, shift: number): number {
  const cut = number >>> shift;
  const rest = number & (2 ** shift - 1);
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && cut & 1) ? cut + 1 : cut;
}

/** The number that 16 bits stand for. */
export function fromFloat16Bits(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >>> 10) & 0x1f;
  const fraction = word & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
