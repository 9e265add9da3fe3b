import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodeConfusion } from "./confusion-picture.ts";

describe("encodeConfusion", () => {
  it("paints right blue, wrong orange, and leaves the rest clear", () => {
    const { width, height, data } = decode(
      encodeConfusion([
        [4, 0],
        [1, 3],
      ]),
    );
    const pixels = [0, 1, 2, 3].map((at) => [...data.subarray(4 * at, 4 * at + 4)]);
    expect([width, height]).toEqual([2, 2]);
    expect(pixels[0]).toEqual([37, 128, 220, 255]);
    expect(pixels[1]).toEqual([0, 0, 0, 0]);
    expect(pixels[2]).toEqual([226, 88, 42, Math.round(255 * (0.25 + 0.75 / 4))]);
    expect(pixels[3]!.slice(0, 3)).toEqual([37, 128, 220]);
  });
});
