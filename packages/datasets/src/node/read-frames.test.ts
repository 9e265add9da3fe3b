import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { createTimeline } from "../decode/frame-timeline.ts";
import { encodePicture } from "../fixtures/encode-picture.ts";
import { meanDifference, movingClip, temporaryFolder, writeClip } from "../fixtures/video-files.ts";
import { encodeSequenceExample } from "../records/sequence-example.ts";
import { decodeClip } from "./decode-clip.ts";
import { loadNodeAv, type NodeAv } from "./load-node-av.ts";
import { readFrames } from "./read-frames.ts";

/** Some frames of a clip. */
function pick(clip: Clip, numbers: readonly number[]): Buffer {
  const bytes = frameBytes(clip);
  return Buffer.concat(numbers.map((number) => clip.values.subarray(number * bytes, (number + 1) * bytes)));
}

/** Compared as bytes: a failing comparison of arrays this long takes minutes to print. */
function same(clip: Clip, expected: Buffer): boolean {
  return expected.equals(clip.values);
}

describe("readFrames", () => {
  let av: NodeAv;
  beforeAll(async () => {
    av = await loadNodeAv("test");
  });

  it.each([
    ["mp4 with B-frames", { container: "mp4", settings: { preset: "medium", g: "12", bf: "3" } }],
    [
      "mp4 with open groups",
      { container: "mp4", settings: { preset: "medium", g: "12", bf: "3", "x264-params": "open-gop=1" } },
    ],
    ["matroska", { container: "matroska", settings: { preset: "medium", g: "10" } }],
    ["webm", { container: "webm", encoder: "libvpx-vp9", settings: { g: "15", "cpu-used": "8" } }],
    ["avi", { container: "avi", settings: { preset: "medium", g: "12" } }],
  ] as const)("seeking and sparing gives the frames of the whole video: %s", async (_, options) => {
    const path = await writeClip(join(temporaryFolder(), "clip"), movingClip(3, { frames: 60 }), options);
    const whole = await decodeClip(path);
    expect(whole.frames).toBe(60);
    for (const numbers of [[0], [59], [30, 32, 34], [11, 12, 13], [5, 29, 58], [47, 49, 51, 53]]) {
      const { clip, missing } = readFrames(av, path, { choose: () => numbers });
      expect(missing).toBe(0);
      expect(same(clip, pick(whole, numbers))).toBe(true);
    }
  });

  it("reads seconds of a longer video", async () => {
    const path = await writeClip(join(temporaryFolder(), "long.mp4"), movingClip(4, { frames: 60 }), {
      settings: { preset: "medium", g: "12" },
    });
    const whole = await decodeClip(path);
    const part = await decodeClip(path, { part: { kind: "time", start: 0.8, end: 1.6 } }); // 25 frames a second
    expect(part.frames).toBe(20);
    const expected = Array.from({ length: 20 }, (_, frame) => 20 + frame);
    expect(same(part, pick(whole, expected))).toBe(true);
    await expect(decodeClip(path, { part: { kind: "time", start: 5, end: 6 } })).rejects.toThrow(
      /long\.mp4 has no frame between 5 and 6 seconds$/,
    );
  });

  it("resamples to a rate, and counts frames at it", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(5, { frames: 50 }));
    const whole = await decodeClip(path);
    const halved = await decodeClip(path, { frameRate: 12.5 });
    expect(halved.frames).toBe(25);
    expect(
      same(
        halved,
        pick(
          whole,
          Array.from({ length: 25 }, (_, frame) => Math.min(49, 2 * frame)),
        ),
      ),
    ).toBe(true);
    expect(readFrames(av, path, { frameRate: 50, choose: () => [0] }).info.frames).toBe(100);
  });

  it("reads numbered pictures by number, a record of pictures, and says what is wrong with them", async () => {
    const folder = temporaryFolder();
    const clip = movingClip(6, { frames: 12 });
    const pictures = Array.from({ length: 12 }, (_, frame) =>
      encodePicture(av, clipOf(new Uint8Array(pick(clip, [frame])), clip.height, clip.width)),
    );
    mkdirSync(join(folder, "frames"));
    for (const [frame, bytes] of pictures.entries())
      writeFileSync(join(folder, "frames", `img_${frame + 1}.png`), bytes);
    const part = { kind: "pictures", first: 2, last: 11 } as const;
    expect(same(await decodeClip(join(folder, "frames"), { part }), pick(clip, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).toBe(
      true,
    );
    const record = encodeSequenceExample({ pictures, context: {} });
    writeFileSync(join(folder, "records"), Buffer.concat([Buffer.alloc(12), record, Buffer.alloc(4)]));
    const inRecord = { kind: "record", offset: 12, length: record.length } as const;
    const read = await decodeClip(join(folder, "records"), { part: inRecord, frames: [3, 9] });
    expect(same(read, pick(clip, [3, 9]))).toBe(true);
    writeFileSync(join(folder, "frames", "img_3.png"), pictures[2]!.subarray(0, 60));
    await expect(decodeClip(join(folder, "frames"), { part })).rejects.toThrow(/img_3\.png is damaged; copy it again$/);
    copyFileSync(join(folder, "records"), join(folder, "cut"));
    await expect(decodeClip(join(folder, "cut"), { part: { ...inRecord, length: 9e6 } })).rejects.toThrow(
      /ends within the record at byte 12; copy it again$/,
    );
  });

  it("the program ffmpeg, where there is one, decodes the same", async (context) => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(7, { frames: 40 }), {
      settings: { preset: "medium", g: "12" },
    });
    const frames = [3, 20, 21, 39];
    const ours = await decodeClip(path, { frames, shortSide: 20 });
    const theirs = await decodeClip(path, { frames, shortSide: 20, engine: "ffmpeg" }).catch((error: Error) => error);
    if (theirs instanceof Error) {
      expect(theirs.message).toMatch(/the program ffmpeg is not installed; install it, or use the engine node-av/);
      return context.skip();
    }
    expect(theirs.frames).toBe(4);
    expect(meanDifference(theirs.values, ours.values)).toBeLessThan(4); // versions of FFmpeg interpolate chroma in their own ways
    await expect(decodeClip("none.mp4", { engine: "ffmpeg" })).rejects.toThrow("decodeClip: none.mp4 does not exist");
  });
});

describe("createTimeline", () => {
  const packets = (shown: readonly number[]) => shown.map((at) => ({ shown: at, decoded: at, key: at === 0 }));
  it("resamples a variable rate as the filter fps does: each frame from its rounded time to the next one's", () => {
    // times in milliseconds; at 10 frames a second they fall on 0, 1 (0.96), 3 (3.4), 4, end 8 (7.6)
    const { frames, source } = createTimeline(packets([0, 96, 340, 400, 760]), { frameRate: 10, clock: 1000 });
    expect(Array.from({ length: frames }, (_, frame) => source(frame))).toEqual([0, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4]);
  });
  it("starts over where fewer frames are there than promised, and counts where there are no times", () => {
    const { frames, stored, source } = createTimeline(packets([0, 40, 80]), { promised: 5, clock: 1000 });
    expect([frames, stored, source(4)]).toEqual([5, 3, 1]);
    const counted = createTimeline(packets([Number.NaN, Number.NaN]), { clock: 1000, frameRate: 10 });
    expect([counted.frames, counted.times.length]).toEqual([2, 0]);
  });
  it("begins frames shown before their key frame one group earlier", () => {
    const open = [
      { shown: 0, decoded: 0, key: true },
      { shown: 2, decoded: 1, key: true },
      { shown: 1, decoded: 2, key: false },
      { shown: 3, decoded: 3, key: false },
    ];
    expect([...createTimeline(open, { clock: 1 }).keys]).toEqual([0, 0, 1, 1]);
  });
});
