import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { fitToHalves, widenBrainFloats } from "./half-precision.ts";

describe("fitToHalves", () => {
  it("refuses what is too large, not what is infinite", () => {
    expect([...fitToHalves(Float32Array.of(65519, Number.NEGATIVE_INFINITY), "x")]).toEqual([0x7bff, 0xfc00]);
    expect(() => fitToHalves(Float32Array.of(1, -65520), "head.kernel")).toThrow(
      new CheckpointError(
        'writeSafetensors: "head.kernel": expected values within ±65504 for float16, got -65520 at 1; write float32',
      ),
    );
  });
});

describe("widenBrainFloats", () => {
  it("puts every word above sixteen zeros, NaN too", () => {
    const words = Uint16Array.from({ length: 65_536 }, (_, word) => word);
    const bits = new Uint32Array(widenBrainFloats(words).buffer);
    expect(bits).toEqual(Uint32Array.from(words, (word) => word * 65_536));
  });
});
