import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Clip, clipOf } from "./clip.ts";
import { centerCorner, cropClip, randomCorner, threeCorners } from "./crop-clip.ts";
import { flipClip } from "./flip-clip.ts";

const numbered = (frames: number, height: number, width: number) =>
  clipOf(
    Uint8Array.from({ length: frames * height * width * 3 }, (_, at) => at % 251),
    height,
    width,
  );

const colorAt = ({ values, height, width }: Clip, frame: number, y: number, x: number) => [
  ...values.subarray(((frame * height + y) * width + x) * 3).subarray(0, 3),
];

describe("cropClip", () => {
  it("takes the same square of the frames asked for, in their order", () => {
    const clip = numbered(4, 5, 6);
    const crop = cropClip(clip, { top: 1, left: 2 }, 3, [3, 0, 0]);
    expect([crop.frames, crop.height, crop.width]).toEqual([3, 3, 3]);
    for (const [place, frame] of [3, 0, 0].entries())
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 3; x++) expect(colorAt(crop, place, y, x)).toEqual(colorAt(clip, frame, y + 1, x + 2));
  });

  it("fills what lies outside with zeros", () => {
    const clip = clipOf(new Uint8Array(2 * 2 * 3).fill(9), 2, 2);
    const crop = cropClip(clip, centerCorner(clip, 5), 5);
    expect(centerCorner(clip, 5)).toEqual({ top: -1, left: -1 });
    const rows = Array.from({ length: 5 }, (_, y) => Array.from({ length: 5 }, (_, x) => colorAt(crop, 0, y, x)[0]));
    expect(rows).toEqual([
      [0, 0, 0, 0, 0],
      [0, 9, 9, 0, 0],
      [0, 9, 9, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it("draws corners that fit, from end to end", () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 9 }),
        fraction,
        fraction,
        (size, more, down, across) => {
          const { top, left } = randomCorner({ height: size + more, width: size }, size, [down, across]);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(top).toBeLessThanOrEqual(more);
          expect(left).toBe(0);
        },
      ),
    );
    expect(randomCorner({ height: 40, width: 40 }, 32, [0, 0.999])).toEqual({ top: 0, left: 8 });
  });

  it("refuses a crop that does not fit", () => {
    const message = "expected a crop within 20x40 pixels, got 32; resize larger or crop smaller";
    expect(() => randomCorner({ height: 20, width: 40 }, 32, [0, 0])).toThrow(`randomCorner: ${message}`);
    expect(() => threeCorners({ height: 20, width: 40 }, 32)).toThrow(`threeCorners: ${message}`);
  });
});

describe("flipClip", () => {
  it("mirrors every row, and twice is nothing", () => {
    const clip = numbered(2, 3, 4);
    const flipped = flipClip(clip);
    for (let frame = 0; frame < 2; frame++)
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 4; x++) expect(colorAt(flipped, frame, y, x)).toEqual(colorAt(clip, frame, y, 3 - x));
    expect(flipClip(flipped).values).toEqual(clip.values);
  });
});
