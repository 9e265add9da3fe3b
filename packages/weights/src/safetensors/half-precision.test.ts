import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { narrowToHalves, widenHalves } from "./half-precision.ts";

const everyWord = Uint16Array.from({ length: 65536 }, (_, word) => word);
const isNaNWord = (word: number) => (word & 0x7fff) > 0x7c00;

describe("narrowToHalves", () => {
  it("gives back every half there is; every NaN becomes the quiet one of its sign", () => {
    const narrowed = narrowToHalves(widenHalves(everyWord), "x");
    const wrong = everyWord.filter((word) =>
      isNaNWord(word) ? (narrowed[word]! & 0x7fff) !== 0x7e00 : narrowed[word] !== word,
    );
    expect(wrong).toEqual(new Uint16Array());
  });
  it("takes the nearest half, of two equally near the even one", () => {
    const halves = widenHalves(everyWord.subarray(0, 0x7c00)); // 0 and all that is positive, in order
    const nearest = (value: number): number => {
      const above = halves.findIndex((half) => half >= value);
      if (above <= 0) return above < 0 ? halves.length - 1 : 0;
      const [down, up] = [value - halves[above - 1]!, halves[above]! - value];
      return down < up || (down === up && above % 2 === 1) ? above - 1 : above;
    };
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65504, noNaN: true }), (value) => {
        expect(narrowToHalves(Float32Array.of(value, -value), "x")).toEqual(
          Uint16Array.of(nearest(value), nearest(value) | 0x8000),
        );
      }),
      { numRuns: 300 },
    );
    expect([...narrowToHalves(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25), "x")]).toEqual([
      0x3c00, 0x3c02, 0, 2,
    ]);
  });
  it("refuses what is too large", () => {
    expect([...narrowToHalves(Float32Array.of(65519, Number.NEGATIVE_INFINITY), "x")]).toEqual([0x7bff, 0xfc00]);
    expect(() => narrowToHalves(Float32Array.of(1, -65520), "head.kernel")).toThrow(
      new CheckpointError(
        'writeSafetensors: "head.kernel": expected values within ±65504 for float16, got -65520 at 1; write float32',
      ),
    );
  });
});
