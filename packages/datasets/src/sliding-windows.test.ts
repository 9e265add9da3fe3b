import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipOf } from "./clip.ts";
import { resampleFrames, slidingWindows, type TimedFrame, type WindowOptions } from "./sliding-windows.ts";

/** A stream whose frames show their own number. */
async function* stream(count: number, rate = 10): AsyncGenerator<TimedFrame> {
  for (let frame = 0; frame < count; frame++)
    yield { clip: clipOf(Uint8Array.of(frame % 256, 0, 0), 1, 1), seconds: frame / rate };
}

async function seen(count: number, options: WindowOptions, rate?: number) {
  const windows: { frames: number[]; start: number; end: number }[] = [];
  for await (const { clip, start, end } of slidingWindows(stream(count, rate), options))
    windows.push({ frames: [...clip.values].filter((_, at) => at % 3 === 0), start, end });
  return windows;
}

describe("slidingWindows", () => {
  it("follow one another, and the last shows what is left", async () => {
    expect(await seen(10, { frames: 2, stride: 2 })).toEqual([
      { frames: [0, 2], start: 0, end: 0.2 },
      { frames: [4, 6], start: 0.4, end: 0.6 },
      { frames: [8, 8], start: 0.8, end: 0.8 },
    ]);
  });
  it("begin every so many seconds, so they may overlap", async () => {
    const starts = (await seen(10, { frames: 3, stride: 1, every: 0.2 })).map(({ start }) => start);
    expect(starts.slice(0, 4)).toEqual([0, 0.2, 0.4, 0.6]);
  });
  it("may leave gaps", async () => {
    expect((await seen(20, { frames: 2, stride: 1, every: 0.5 })).map(({ frames }) => frames)).toEqual([
      [0, 1],
      [5, 6],
      [10, 11],
      [15, 16],
    ]);
  });
  it("of a stream that is too short: it loops", async () => {
    expect(await seen(3, { frames: 4, stride: 2 })).toEqual([{ frames: [0, 2, 1, 0], start: 0, end: 0.2 }]);
    expect(await seen(0, { frames: 4, stride: 2 })).toEqual([]);
  });
  it("show every frame of the stream, in order, where they follow one another at stride 1", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 7 }), async (count, frames) => {
        const windows = await seen(count, { frames, stride: 1 });
        const shown = new Set(windows.flatMap((window) => window.frames));
        expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
        expect(windows).toHaveLength(Math.ceil(count / frames));
      }),
    );
  });
  it("refuse to stand still", async () => {
    await expect(seen(3, { frames: 1, stride: 1, every: 0 })).rejects.toThrow(
      "slidingWindows: expected every of more than 0 seconds, got 0",
    );
  });
});

describe("resampleFrames", () => {
  const numbers = async (count: number, from: number, to: number) => {
    const all: number[] = [];
    for await (const { clip } of resampleFrames(stream(count, from), to)) all.push(clip.values[0]!);
    return all;
  };
  it("leaves frames out, or shows them again", async () => {
    expect(await numbers(9, 10, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(await numbers(3, 10, 20)).toEqual([0, 0, 1, 1, 2]);
    expect(await numbers(4, 10, 10)).toEqual([0, 1, 2, 3]);
  });
});
