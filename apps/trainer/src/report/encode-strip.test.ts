import { decode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { encodeStrip } from "./encode-strip.ts";

function plain(width: number, height: number, color: readonly number[]) {
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, at) => color[at % 3]!) };
}

function pixel(source: string, x: number, y: number): number[] {
  const { width, data } = decode(Buffer.from(source.split(",")[1]!, "base64"));
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
}

function expectNear(color: number[], expected: readonly number[]): void {
  for (const [at, value] of expected.entries()) expect(Math.abs(color[at]! - value)).toBeLessThanOrEqual(6); // JPEG at quality 85
}

describe("encodeStrip", () => {
  it("sets frames side by side in the order of time", () => {
    const strip = encodeStrip({ frames: [plain(32, 24, [200, 30, 40]), plain(32, 24, [20, 60, 220])] })!;
    expect(strip).toMatchObject({ width: 66, height: 24, frames: 2 });
    expectNear(pixel(strip.source, 8, 8), [200, 30, 40]);
    expectNear(pixel(strip.source, 56, 8), [20, 60, 220]);
  });

  it("takes eight of many frames, the first and the last among them", () => {
    const strip = encodeStrip({
      frames: Array.from({ length: 33 }, (_, time) => plain(32, 24, [time * 7, 100, 100])),
    })!;
    expect(strip).toMatchObject({ width: 8 * 32 + 7 * 2, height: 24, frames: 8 });
    expectNear(pixel(strip.source, 8, 8), [0, 100, 100]);
    expectNear(pixel(strip.source, strip.width - 8, 8), [32 * 7, 100, 100]);
  });

  it("averages a large frame down", () => {
    const stripes = plain(320, 240, [0, 0, 0]);
    stripes.rgb.forEach((_, at) => {
      stripes.rgb[at] = Math.floor(at / 3) % 3 === 0 ? 240 : 90; // mean of three columns: 140
    });
    const strip = encodeStrip({ frames: [stripes] })!;
    expect(strip).toMatchObject({ width: 106, height: 80, frames: 1 });
    expectNear(pixel(strip.source, 50, 40), [140, 140, 140]);
  });

  it("has no picture of no frames", () => expect(encodeStrip({ frames: [] })).toBeUndefined());
});
