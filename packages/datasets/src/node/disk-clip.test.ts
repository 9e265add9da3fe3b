import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { movingClip, temporaryFolder } from "../fixtures/video-files.ts";
import { readDiskClip, writeDiskClip } from "./disk-clip.ts";

describe("a clip on disk", () => {
  const clip = movingClip(1);
  const whole = { clip, places: Int32Array.from({ length: clip.frames }, (_, frame) => frame) };

  it("comes back", () => {
    const file = join(temporaryFolder(), "clip");
    expect(writeDiskClip(file, whole).diskProblem).toBeUndefined();
    expect(
      readDiskClip(file, ({ frames }) =>
        Array(frames)
          .fill(0)
          .map((_, frame) => frame),
      ),
    ).toEqual(whole);
  });

  it.skipIf(!existsSync("/dev/full"))("leaves nothing behind where the disk is full, and says so", () => {
    const folder = temporaryFolder();
    const file = join(folder, "clip");
    symlinkSync("/dev/full", `${file}.${process.pid}.incomplete`); // a device that is always full
    expect(writeDiskClip(file, whole)).toEqual({ diskProblem: expect.stringContaining("ENOSPC") });
    expect(readdirSync(folder)).toEqual([]);
    expect(readDiskClip(file, () => [0])).toBeUndefined();
  });
});
