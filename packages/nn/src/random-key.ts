import { threefry } from "./threefry.ts";

/** The state of all randomness: a value, never changed; whoever needs more splits it. */
export type RandomKey = readonly [number, number];

/**
 * The key of a seed.
 *
 * @param seed whole number in [0, 2^53)
 * @throws RangeError if it is none
 * Source: JAX `jax.random.PRNGKey`, same values.
 */
export function randomKey(seed: number): RandomKey {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`randomKey: expected a whole seed of 0 or more, got ${seed}`);
  return [Math.floor(seed / 2 ** 32), seed >>> 0];
}

/** Independent keys from one. Source: JAX `jax.random.split`, same values. */
export function splitKey(key: RandomKey, count = 2): RandomKey[] {
  return Array.from({ length: count }, (_, index) => threefry(key, [0, index]));
}

/**
 * The key of a step, a clip, a parameter: `key` combined with a whole number or a name.
 *
 * @param data whole number in [0, 2^32), or a string, whose 32-bit FNV-1a hash is taken
 * Source: JAX `jax.random.fold_in`, same values for numbers.
 */
export function foldIn(key: RandomKey, data: number | string): RandomKey {
  if (typeof data === "string") return threefry(key, [0, hash(data)]);
  if (!Number.isInteger(data) || data < 0 || data >= 2 ** 32)
    throw new RangeError(`foldIn: expected a whole number in [0, 2^32), got ${data}`);
  return threefry(key, [0, data]);
}

function hash(name: string): number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}
