import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomKey } from "./random-key.ts";
import { normal, permutation, randomBits, randomInteger, truncatedNormal, uniform } from "./random-values.ts";

const key = randomKey(42);
const near = (received: Float32Array, expected: number[]) => {
  for (const [i, value] of expected.entries()) expect(received[i]).toBeCloseTo(value, 6);
};

// Expected values: jax 0.10.2, `jax.random.*(PRNGKey(42), …)`.
describe("random values equal JAX's", () => {
  it("as bits", () =>
    expect([...randomBits(key, 5)]).toEqual([2098992034, 2919706841, 2646866425, 2409546199, 1935504149]));
  it("uniform", () =>
    near(uniform(key, 4), [0.48870956897735596, 0.6797971725463867, 0.6162714958190918, 0.5610160827636719]));
  it("normal", () =>
    near(normal(key, 4), [-0.02830461598932743, 0.4671318531036377, 0.2957029640674591, 0.15354591608047485]));
  it("truncated", () =>
    near(
      truncatedNormal(key, 4),
      [-0.027016498148441315, 0.44438081979751587, 0.2818770706653595, 0.14650805294513702],
    ));
});

describe("random values", () => {
  it("have the moments of their distribution", () => {
    const values = normal(key, 100_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 2);
    expect(variance).toBeCloseTo(1, 1);
    expect(Math.max(...truncatedNormal(key, 50_000))).toBeLessThanOrEqual(2);
  });
  it("stay in range", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (seed, low, span) => {
          const drawn = randomInteger(randomKey(seed), low, low + span);
          return Number.isInteger(drawn) && drawn >= low && drawn < low + span;
        },
      ),
    );
    expect(() => randomInteger(key, 3, 3)).toThrow("randomInteger: expected low below high, got [3, 3)");
  });
  it("permute every number once, differently by key", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(60), (seed, count) => {
        expect([...permutation(randomKey(seed), count)].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
      }),
    );
    expect([...permutation(randomKey(1), 30)]).not.toEqual([...permutation(randomKey(2), 30)]);
  });
});
