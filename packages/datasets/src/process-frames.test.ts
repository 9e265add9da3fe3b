import { describe, expect, it } from "vitest";
import { clipOf } from "./clip.ts";
import { readCase } from "./fixtures/reference-case.ts";
import { type ImageProcessorSettings, processFrames } from "./process-frames.ts";
import { resizeClipAsPillow } from "./resize-pillow.ts";

interface ProcessorCase {
  readonly cases: { readonly name: string; readonly settings: ImageProcessorSettings }[];
}

describe("processFrames", () => {
  const { description, tensors } = readCase<ProcessorCase>("checkpoints/hf_vivit_processor");

  it.each(description.cases)("equals VivitImageProcessor within 1e-5: $name", ({ name, settings }) => {
    const { shape, values } = tensors.get(`${name}/video`)!;
    const processed = processFrames(clipOf(values as Uint8Array, shape[1]!, shape[2]!), settings);
    const reference = tensors.get(`${name}/pixel_values`) ?? tensors.get(`${name}/pixel_values_rows_0_40`)!;
    const [, , rows, columns] = reference.shape as [number, number, number, number];
    const height = processed.length / (shape[0]! * 3 * columns);
    let largest = 0;
    for (const [at, value] of reference.values.entries()) {
      const [plane, within] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
      largest = Math.max(largest, Math.abs(value - processed[plane * height * columns + within]!));
    }
    expect(largest).toBeLessThan(1e-5);
  });
});

describe("resizeClipAsPillow", () => {
  it("leaves one color as it is, and averages where it shrinks to a whole fraction of twice the triangle", () => {
    const grey = clipOf(new Uint8Array(7 * 9 * 3).fill(77), 7, 9);
    for (const [height, width] of [
      [3, 4],
      [7, 4],
      [20, 9],
      [20, 30],
    ] as const)
      expect(new Set(resizeClipAsPillow(grey, height, width).values)).toEqual(new Set([77]));
    const stripes = clipOf(
      Uint8Array.from({ length: 8 * 3 }, (_, at) => (Math.floor(at / 3) % 2) * 255),
      1,
      8,
    );
    // a triangle over 4 pixels, weights 1 3 3 1 of 8: as many bright as dark away from the edges
    expect([...resizeClipAsPillow(stripes, 1, 4).values.subarray(3, 9)]).toEqual([128, 128, 128, 128, 128, 128]);
  });
});
