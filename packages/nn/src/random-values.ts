import type { RandomKey } from "./random-key.ts";
import { threefry } from "./threefry.ts";

/** Uniform 32-bit words. Source: JAX `jax.random.bits`, same values. */
export function randomBits(key: RandomKey, count: number): Uint32Array {
  const bits = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const [high, low] = threefry(key, [0, index]);
    bits[index] = high ^ low;
  }
  return bits;
}

/** Uniform values in [0, 1), multiples of 2^-23. Source: JAX `jax.random.uniform`, same values. */
export function uniform(key: RandomKey, count: number): Float32Array {
  return Float32Array.from(randomBits(key, count), (word) => (word >>> 9) / 2 ** 23);
}

/** Standard normal values. Source: JAX `jax.random.normal`, same values within 1e-6. */
export function normal(key: RandomKey, count: number): Float32Array {
  const lowest = -1 + 2 ** -24;
  return Float32Array.from(uniform(key, count), (u) => Math.SQRT2 * inverseError(Math.max(lowest, u * 2 - 1)));
}

/**
 * Standard normal values kept within two standard deviations; their deviation is 0.8796.
 *
 * Source: JAX `jax.random.truncated_normal(key, -2, 2)`, same values within 1e-6.
 */
export function truncatedNormal(key: RandomKey, count: number): Float32Array {
  const edge = 0.9544997361036416; // erf(2 / sqrt 2)
  return Float32Array.from(uniform(key, count), (u) => Math.SQRT2 * inverseError((u * 2 - 1) * edge));
}

/** One whole number, uniform in [low, high). */
export function randomInteger(key: RandomKey, low: number, high: number): number {
  if (!(high > low)) throw new RangeError(`randomInteger: expected low below high, got [${low}, ${high})`);
  const [upper, lower] = threefry(key, [0, 0]);
  const fraction = ((upper >>> 5) * 2 ** 26 + (lower >>> 6)) / 2 ** 53;
  return low + Math.floor(fraction * (high - low));
}

/** The numbers 0 to count - 1 in random order (Fisher and Yates). */
export function permutation(key: RandomKey, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = randomInteger(threefry(key, [1, last]), 0, last + 1);
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}

/** The inverse of the error function on (-1, 1). Source: Giles 2010, "Approximating the erfinv function", single precision. */
function inverseError(x: number): number {
  const w = -Math.log((1 - x) * (1 + x));
  const [coefficients, at] = w < 5 ? ([central, w - 2.5] as const) : ([tail, Math.sqrt(w) - 3] as const);
  return x * coefficients.reduce((sum, coefficient) => sum * at + coefficient);
}

const central: readonly number[] = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const tail: readonly number[] = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];
