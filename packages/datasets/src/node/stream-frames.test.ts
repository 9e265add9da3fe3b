import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { movingClip, temporaryFolder, turnVideo, writeClip } from "../fixtures/video-files.ts";
import type { TimedFrame } from "../sliding-windows.ts";
import { decodeClip } from "./decode-clip.ts";
import { streamFrames } from "./stream-frames.ts";

const identity = [65536, 0, 0, 65536];
const filmed = [
  ["upright", identity],
  ["turned to the right", [0, 65536, -65536, 0]],
  ["upside down", [-65536, 0, 0, -65536]],
  ["turned to the left", [0, -65536, 65536, 0]],
] as const;

describe("streamFrames", () => {
  it.each(filmed)("shows the frames of a video that was filmed %s as decodeClip does", async (_, matrix) => {
    const path = turnVideo(await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1)), matrix);
    for (const options of [{}, { shortSide: 20 }]) {
      const whole = await decodeClip(path, options);
      const frames: TimedFrame[] = [];
      for await (const frame of streamFrames(path, options)) frames.push(frame);
      expect(frames.map(({ seconds }) => Math.round(seconds * 100))).toEqual(
        Array.from({ length: 12 }, (_, at) => 4 * at),
      );
      expect(frames.every(({ clip }) => clip.height === whole.height && clip.width === whole.width)).toBe(true);
      expect(Buffer.concat(frames.map(({ clip }) => clip.values)).equals(whole.values)).toBe(true);
    }
  });
});
