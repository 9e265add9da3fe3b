import type { RandomKey } from "./random-key.ts";
import { fillRandomWords, threefry } from "./threefry.ts";

/** Uniform 32-bit words. Source: JAX `jax.random.bits`, same values. */
export function randomBits(key: RandomKey, count: number): Uint32Array {
  const words = new Uint32Array(count);
  fillRandomWords(key, words);
  return words;
}

/** Uniform values in [0, 1), multiples of 2^-23. Source: JAX `jax.random.uniform`, same values. */
export function uniform(key: RandomKey, count: number): Float32Array {
  const words = randomBits(key, count);
  const values = new Float32Array(words.buffer); // each value takes the place of its word
  for (let index = 0; index < count; index++) values[index] = (words[index]! >>> 9) / 2 ** 23;
  return values;
}

/** Standard normal values. Source: JAX `jax.random.normal`, same values within 1e-6. */
export function normal(key: RandomKey, count: number): Float32Array {
  const lowest = -1 + 2 ** -24;
  const values = uniform(key, count);
  for (let index = 0; index < count; index++)
    values[index] = Math.SQRT2 * inverseError(Math.max(lowest, values[index]! * 2 - 1));
  return values;
}

/**
 * Standard normal values kept within two standard deviations; their deviation is 0.8796.
 *
 * Source: JAX `jax.random.truncated_normal(key, -2, 2)`, same values within 1e-6.
 */
export function truncatedNormal(key: RandomKey, count: number): Float32Array {
  const edge = 0.9544997361036416; // erf(2 / sqrt 2)
  const values = uniform(key, count);
  for (let index = 0; index < count; index++)
    values[index] = Math.SQRT2 * inverseError((values[index]! * 2 - 1) * edge);
  return values;
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
  return x * (w < 5 ? central(w - 2.5) : tail(Math.sqrt(w) - 3));
}

function central(at: number): number {
  let sum = 2.81022636e-8 * at + 3.43273939e-7;
  sum = sum * at - 3.5233877e-6;
  sum = sum * at - 4.39150654e-6;
  sum = sum * at + 0.00021858087;
  sum = sum * at - 0.00125372503;
  sum = sum * at - 0.00417768164;
  sum = sum * at + 0.246640727;
  return sum * at + 1.50140941;
}

function tail(at: number): number {
  let sum = -0.000200214257 * at + 0.000100950558;
  sum = sum * at + 0.00134934322;
  sum = sum * at - 0.00367342844;
  sum = sum * at + 0.00573950773;
  sum = sum * at - 0.0076224613;
  sum = sum * at + 0.00943887047;
  sum = sum * at + 1.00167406;
  return sum * at + 2.83297682;
}
