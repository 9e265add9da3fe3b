import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frameBytes } from "../clip.ts";
import {
  meanDifference,
  movingClip,
  patchFile,
  temporaryFolder,
  turnVideo,
  writeClip,
  writeSilence,
} from "../fixtures/video-files.ts";
import { resizeShortSide } from "../resize-clip.ts";
import { decodeClip } from "./decode-clip.ts";

describe("decodeClip", () => {
  it("returns the frames that were encoded", async () => {
    const clip = movingClip(1);
    const decoded = await decodeClip(await writeClip(join(temporaryFolder(), "a.mp4"), clip));
    expect([decoded.frames, decoded.height, decoded.width, decoded.frameRate]).toEqual([12, 32, 48, 25]);
    expect(meanDifference(decoded.values, clip.values)).toBeLessThan(3); // levels of 255 that H.264 and half the chroma cost
    const shifted = movingClip(1).values.subarray(frameBytes(clip));
    expect(meanDifference(decoded.values.subarray(0, shifted.length), shifted)).toBeGreaterThan(4); // one frame off would show
  });

  it("resizes as TensorFlow does, and FFmpeg's scaler comes near", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(2));
    const exact = await decodeClip(path, { shortSide: 20 });
    expect(exact).toEqual(resizeShortSide(await decodeClip(path), 20));
    const native = await decodeClip(path, { shortSide: 20, resize: "native" });
    expect([native.height, native.width]).toEqual([20, 30]);
    expect(meanDifference(native.values, exact.values)).toBeLessThan(3);
  });

  it("keeps just the frames asked for", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(3));
    const all = await decodeClip(path);
    const some = await decodeClip(path, { frames: [2, 3, 11] });
    const frame = (number: number) => all.values.subarray(number * frameBytes(all), (number + 1) * frameBytes(all));
    expect(some.values).toEqual(new Uint8Array([...frame(2), ...frame(3), ...frame(11)]));
    expect((await decodeClip(path, { maxFrames: 5 })).values).toEqual(all.values.subarray(0, 5 * frameBytes(all)));
  });

  it("counts the frames of containers that do not state them, odd sizes included", async () => {
    const clip = movingClip(4, { height: 35, width: 47 });
    const options = { container: "webm", encoder: "libvpx-vp9", settings: { crf: "4" } } as const;
    const decoded = await decodeClip(await writeClip(join(temporaryFolder(), "a.webm"), clip, options));
    expect([decoded.frames, decoded.height, decoded.width]).toEqual([12, 35, 47]);
    expect(meanDifference(decoded.values, clip.values)).toBeLessThan(12); // VP9 at its default bit rate
  });

  it.each(["mov", "matroska", "avi"] as const)("reads %s", async (container) => {
    const decoded = await decodeClip(await writeClip(join(temporaryFolder(), "clip"), movingClip(5), { container }));
    expect([decoded.frames, decoded.height, decoded.width, decoded.frameRate]).toEqual([12, 32, 48, 25]);
  });

  it.each([
    [1, [0, 65536, -65536, 0]],
    [2, [-65536, 0, 0, -65536]],
    [3, [0, -65536, 65536, 0]],
  ])("turns a clip upright that is marked with %i quarter turns", async (turns, matrix) => {
    const clip = movingClip(6);
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), clip);
    const straight = await decodeClip(path);
    turnVideo(path, matrix);
    const turned = await decodeClip(path);
    expect([turned.height, turned.width]).toEqual(turns === 2 ? [32, 48] : [48, 32]);
    for (const [y, x] of [
      [0, 0],
      [3, 40],
      [31, 47],
      [20, 5],
    ] as const) {
      const [toY, toX] = [
        [y, x],
        [x, 31 - y],
        [31 - y, 47 - x],
        [47 - x, y],
      ][turns]!;
      const from = (y * straight.width + x) * 3;
      const to = (toY! * turned.width + toX!) * 3;
      expect([...turned.values.subarray(to, to + 3)]).toEqual([...straight.values.subarray(from, from + 3)]);
    }
  });
});

describe("decodeClip, damaged files", () => {
  const file = (name: string, content: string | Buffer = "") => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    return path;
  };
  const refusal = (path: string) =>
    decodeClip(path).then(
      () => "decoded",
      ({ reason, message }) => `${reason}: ${message.replace(path, "FILE")}`,
    );

  it("names what is wrong", async () => {
    const missing = join(temporaryFolder(), "none.mp4");
    expect(await refusal(missing)).toBe("missing file: decodeClip: FILE does not exist");
    expect(await refusal(file("empty.mp4"))).toBe("empty file: decodeClip: FILE is empty, 0 bytes");
    expect(await refusal(file("text.mp4", "these are words, not pictures\n".repeat(40)))).toBe(
      "not a video: decodeClip: FILE is not a video, whatever its name says",
    );
    expect(await refusal(writeSilence(join(temporaryFolder(), "sound.mp4")))).toBe(
      "no video stream: decodeClip: FILE has no video stream, only sound or data",
    );
    expect(await refusal(temporaryFolder())).toBe("not a video: decodeClip: FILE is a folder, not a video");
  });

  it("tells a file cut short from one that is no video", async () => {
    const path = await writeClip(join(temporaryFolder(), "cut.mp4"), movingClip(7));
    patchFile(path, (bytes) => bytes.subarray(0, bytes.length / 2));
    expect(await refusal(path)).toBe(
      "truncated: decodeClip: FILE is cut short, its index (moov) is missing; copy or record it again",
    );
  });

  it("uses a clip of which half the frames or more arrive, and refuses one with fewer", async () => {
    const whole = await writeClip(join(temporaryFolder(), "whole.mp4"), movingClip(8, { frames: 40 }));
    const wipe = (from: number) => (bytes: Buffer) => {
      const [start, end] = [bytes.indexOf("mdat") + 4, bytes.indexOf("moov") - 4];
      return bytes.fill(0, start + Math.floor((end - start) * from), end);
    };
    const most = await decodeClip(patchFile(whole, wipe(0.8)));
    const frame = (number: number) => most.values.subarray(number * frameBytes(most), (number + 1) * frameBytes(most));
    expect(most.frames).toBe(40);
    expect(frame(39)).toEqual(frame(38)); // damaged frames show the one before them
    expect(frame(20)).not.toEqual(frame(19));
    await expect(decodeClip(whole, { missingFrames: "skip" })).rejects.toThrow(
      /: \d+ of 40 frames of .* are damaged or missing; copy it again$/,
    );
    expect(await refusal(patchFile(whole, wipe(0.2)))).toBe(
      "decoder failed: decodeClip: no frame of FILE could be decoded",
    );
  });

  it("plays what there is of a WebM that was cut", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.webm"), movingClip(9, { frames: 30 }), {
      container: "webm",
      encoder: "libvpx-vp9",
      settings: {},
    });
    const { frames } = await decodeClip(patchFile(path, (bytes) => bytes.subarray(0, bytes.length * 0.6)));
    expect(frames).toBeGreaterThan(5);
    expect(frames).toBeLessThan(30);
  });
});
