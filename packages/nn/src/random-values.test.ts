import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomKey } from "./random-key.ts";
import { normal, permutation, randomBits, randomInteger, truncatedNormal, uniform } from "./random-values.ts";
import { threefry } from "./threefry.ts";

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

/** The formulas one value at a time, as they are printed. */
const words = (count: number) =>
  Uint32Array.from({ length: count }, (_, index) => {
    const [high, low] = threefry(key, [0, index]);
    return high ^ low;
  });
const inverseError = (x: number) => {
  const w = -Math.log((1 - x) * (1 + x));
  const [coefficients, at] = w < 5 ? [central, w - 2.5] : [tail, Math.sqrt(w) - 3];
  return x * coefficients.reduce((sum, coefficient) => sum * at + coefficient);
};
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const tail = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

describe("random values equal the formulas one value at a time, to the last bit", () => {
  const count = 20_000; // about 30 of them in the tails
  const drawn = Float32Array.from(words(count), (word) => (word >>> 9) / 2 ** 23);
  it("bits", () => expect(randomBits(key, count)).toEqual(words(count)));
  it("uniform", () => expect(uniform(key, count)).toEqual(drawn));
  it("normal", () => {
    const expected = drawn.map((u) => Math.SQRT2 * inverseError(Math.max(-1 + 2 ** -24, u * 2 - 1)));
    expect(expected.filter((value) => Math.abs(value) > 3).length).toBeGreaterThan(10);
    expect(normal(key, count)).toEqual(expected);
  });
  it("truncated", () =>
    expect(truncatedNormal(key, count)).toEqual(
      drawn.map((u) => Math.SQRT2 * inverseError((u * 2 - 1) * 0.9544997361036416)),
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
