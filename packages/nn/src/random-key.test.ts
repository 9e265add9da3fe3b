import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldIn, randomKey, splitKey } from "./random-key.ts";

// Expected values: jax 0.10.2, `jax.random.PRNGKey(42)`.
describe("random keys", () => {
  const key = randomKey(42);
  it("equal JAX's", () => {
    expect(key).toEqual([0, 42]);
    expect(splitKey(key, 3)).toEqual([
      [1832780943, 270669613],
      [64467757, 2916123636],
      [2465931498, 255383827],
    ]);
    expect(foldIn(key, 7)).toEqual([2547012911, 1371500959]);
  });
  it("depend on the name folded in", () => {
    expect(foldIn(key, "head.kernel")).not.toEqual(foldIn(key, "head.bias"));
    expect(foldIn(key, "head.kernel")).toEqual(foldIn(key, "head.kernel"));
  });
  it("keep both words of a large seed", () => {
    fc.assert(fc.property(fc.maxSafeNat(), (seed) => randomKey(seed)[0] * 2 ** 32 + randomKey(seed)[1] === seed));
  });
  it("refuse what is no seed", () => {
    expect(() => randomKey(-1)).toThrow("randomKey: expected a whole seed of 0 or more, got -1");
    expect(() => randomKey(0.5)).toThrow("randomKey: expected a whole seed of 0 or more, got 0.5");
    expect(() => foldIn(key, 2 ** 32)).toThrow("foldIn: expected a whole number in [0, 2^32), got 4294967296");
  });
});
