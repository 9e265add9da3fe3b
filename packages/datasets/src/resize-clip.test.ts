import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Clip, clipOf } from "./clip.ts";
import { centerCorner, cropClip, threeCorners } from "./crop-clip.ts";
import { readCase } from "./fixtures/reference-case.ts";
import { resizeClip, resizeShortSide, shortSideSize } from "./resize-clip.ts";
import { scaleValues } from "./scale-values.ts";

interface SpatialCase {
  readonly cases: { readonly name: string; readonly min_resize: number; readonly crop_size: number }[];
}

describe("spatial preparation", () => {
  const { description, tensors } = readCase<SpatialCase>("augment_eval/spatial_eval");
  const stored = (name: string): Clip => {
    const { shape, values } = tensors.get(name)!;
    return clipOf(values as Uint8Array, shape.at(-3)!, shape.at(-2)!);
  };

  it.each(description.cases)("equals TensorFlow and Scenic: $name", ({ name, min_resize, crop_size }) => {
    const resized = resizeShortSide(stored(`${name}/video`), min_resize);
    const reference = stored(`${name}/resized`);
    expect([resized.height, resized.width]).toEqual([reference.height, reference.width]);
    expectSameColors(resized.values, reference.values);

    const center = cropClip(resized, centerCorner(resized, crop_size), crop_size);
    expectSameColors(center.values, stored(`${name}/centre_crop`).values);
    expect(
      largestDifference(
        scaleValues(stored(`${name}/centre_crop`).values),
        tensors.get(`${name}/centre_crop_zero_centred`)!.values,
      ),
    ).toBeLessThan(1e-6);

    if (!tensors.has(`${name}/three_crops`)) return;
    const three = threeCorners(resized, crop_size).map((corner) => cropClip(resized, corner, crop_size).values);
    expectSameColors(Uint8Array.from(three.flatMap((values) => [...values])), stored(`${name}/three_crops`).values);
  });

  it("leaves a clip of one color as it is, at any size", () => {
    const side = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.integer({ min: 0, max: 255 }),
        (height, width, toHeight, toWidth, color) => {
          const clip = clipOf(new Uint8Array(2 * height * width * 3).fill(color), height, width);
          const resized = resizeClip(clip, toHeight, toWidth);
          expect(resized.values).toEqual(new Uint8Array(2 * toHeight * toWidth * 3).fill(color));
        },
      ),
    );
  });

  it("keeps proportions, rounding the longer side down", () => {
    expect(shortSideSize({ height: 256, width: 340 }, 224)).toEqual({ height: 224, width: 297 });
    expect(shortSideSize({ height: 1920, width: 1080 }, 256)).toEqual({ height: 455, width: 256 });
  });
});

/** The case allows a difference of 1 on 0.5 % of the values: truncation at float32 borders. */
function expectSameColors(received: Uint8Array, expected: Uint8Array): void {
  expect(received.length).toBe(expected.length);
  const different = received.reduce((count, color, at) => count + (color === expected[at] ? 0 : 1), 0);
  expect(largestDifference(received, expected)).toBeLessThanOrEqual(1);
  expect(different).toBeLessThanOrEqual(received.length * 0.005);
}

function largestDifference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < received.length; at++) largest = Math.max(largest, Math.abs(received[at]! - expected[at]!));
  return largest;
}
