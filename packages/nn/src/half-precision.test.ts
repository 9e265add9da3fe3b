import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { narrowToHalves, widenHalves } from "./half-precision.ts";

const everyHalf = Uint16Array.from({ length: 65_536 }, (_, word) => word);
/** 0 and everything positive and finite, in order. */
const positive = everyHalf.subarray(0, 0x7c00);
const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

/** The number of a half by the standard's formula. */
function numberOf(word: number): number {
  const [sign, exponent, fraction] = [word >> 15 ? -1 : 1, (word >> 10) & 31, (word & 1023) / 1024];
  if (exponent === 31) return fraction ? Number.NaN : sign / 0;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** The float32 after or before a positive one. */
function neighbor(value: number, step: 1 | -1): number {
  const values = Float32Array.of(value);
  bitsOf(values)[0]! += step;
  return values[0]!;
}

describe("widenHalves", () => {
  it("gives the number of the standard's formula for every half", () => {
    expect(widenHalves(everyHalf)).toEqual(Float32Array.from(everyHalf, numberOf));
    expect(Object.is(widenHalves(Uint16Array.of(0x8000))[0], -0)).toBe(true);
  });
  it("keeps sign and payload of every NaN", () => {
    const nans = everyHalf.filter((word) => (word & 0x7fff) > 0x7c00);
    expect(nans).toHaveLength(2046);
    const expected = Array.from(
      nans,
      (word) => ((word & 0x8000) * 2 ** 16 + 0x7f800000 + (word & 0x3ff) * 2 ** 13) >>> 0,
    );
    expect([...bitsOf(widenHalves(nans))]).toEqual(expected);
  });
});

describe("narrowToHalves", () => {
  it("gives back every half there is, NaN too", () => {
    expect(narrowToHalves(widenHalves(everyHalf))).toEqual(everyHalf);
  });
  it("rounds at the middle between every two neighbors, and to the even one there", () => {
    const above = [...positive].map((word) => (word === 0x7bff ? 65_536 : numberOf(word + 1)));
    const middles = above.map((next, word) => (numberOf(word) + next) / 2);
    const even = positive.map((word) => word + (word & 1));
    expect(narrowToHalves(Float32Array.from(middles))).toEqual(even);
    expect(narrowToHalves(Float32Array.from(middles, (middle) => neighbor(middle, -1)))).toEqual(positive);
    expect(narrowToHalves(Float32Array.from(middles, (middle) => neighbor(middle, 1)))).toEqual(
      positive.map((word) => word + 1),
    );
  });
  it("gives the nearest of all halves, for any number of either sign", () =>
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: Math.fround(-65_519), max: Math.fround(65_519) }), (value) => {
        const [word, mirrored] = narrowToHalves(Float32Array.of(value, -value));
        expect(word! ^ mirrored!).toBe(0x8000);
        const error = Math.abs(numberOf(word!) - value);
        const nearer = positive.filter((other) => Math.abs(numberOf(other) - Math.abs(value)) < error);
        expect(nearer).toEqual(new Uint16Array());
      }),
    ));
  it("makes what is too large infinite, and no NaN an infinity", () => {
    const values = Float32Array.of(65_519, 65_520, -3e38, Number.POSITIVE_INFINITY);
    expect([...narrowToHalves(values)]).toEqual([0x7bff, 0x7c00, 0xfc00, 0x7c00]);
    const nans = new Float32Array(Uint32Array.of(0x7f800001, 0xff800fff, 0xffc00000, 0x7fbfe000).buffer);
    expect([...narrowToHalves(nans)]).toEqual([0x7e00, 0xfe00, 0xfe00, 0x7dff]);
  });
  it("reads a part of a longer array", () => {
    expect([...narrowToHalves(Float32Array.of(1, 2, 3).subarray(1))]).toEqual([0x4000, 0x4200]);
  });
});
