import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromFloat16Bits, toFloat16Bits } from "./float16.ts";

describe("float16", () => {
  it("comes back bit by bit, whatever it is", () => {
    for (let word = 0; word < 2 ** 16; word++) {
      const value = fromFloat16Bits(word);
      if (Number.isNaN(value)) expect(fromFloat16Bits(toFloat16Bits(value))).toBeNaN();
      else expect(toFloat16Bits(value)).toBe(word);
    }
  });

  it("is the nearest one", () =>
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const word = toFloat16Bits(value);
        const error = Math.abs(fromFloat16Bits(word) - value);
        for (const other of [word - 1, word + 1]) {
          const neighbor = fromFloat16Bits(other & 0xffff);
          if (Number.isFinite(neighbor)) expect(error).toBeLessThanOrEqual(Math.abs(neighbor - value));
        }
      }),
    ));

  it("rounds ties to even and what is too large to infinity", () => {
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, -1e9].map(toFloat16Bits).map(fromFloat16Bits)).toEqual([
      1,
      1 + 2 ** -9,
      65504,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });
});
