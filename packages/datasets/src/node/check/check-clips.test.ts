import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ClipIndex } from "../../clip-index.ts";
import { useSmallDataSet } from "../../fixtures/small-data-set.ts";
import { movingClip, patchFile, writeClip, writeSilence } from "../../fixtures/video-files.ts";
import { type CheckedClip, checkClips } from "./check-clips.ts";
import { cleanIndex, summarizeCheck } from "./summarize-check.ts";

describe("checkClips", () => {
  const { folder, index } = useSmallDataSet(); // numbers 0 to 9 for training, 10 to 12 for validation
  let clips: CheckedClip[] = [];
  const seen: number[] = [];
  beforeAll(async () => {
    writeFileSync(join(folder, "1.mp4"), "");
    writeFileSync(join(folder, "2.mp4"), "no video at all");
    patchFile(join(folder, "3.mp4"), (bytes) => bytes.subarray(0, 200));
    writeSilence(join(folder, "4.mp4"));
    rmSync(join(folder, "5.mp4"));
    copyFileSync(join(folder, "6.mp4"), join(folder, "11.mp4"));
    copyFileSync(join(folder, "7.mp4"), join(folder, "8.mp4"));
    const settings = { preset: "ultrafast", crf: "8", "x264-params": "interlaced=1" };
    await writeClip(join(folder, "9.mp4"), movingClip(9, { frames: 11, height: 48, width: 32 }), { settings });
    clips = await checkClips(index, { workers: 1, onProgress: (done) => seen.push(done) });
  }, 60_000);

  it("reports every damaged clip by its reason, and no other", () => {
    expect(summarizeCheck(index, clips).damaged).toEqual({
      "empty file": ["1.mp4"],
      "not a video": ["2.mp4"],
      truncated: ["3.mp4"],
      "no video stream": ["4.mp4"],
      "missing file": ["5.mp4"],
    });
    expect(seen).toEqual(index.entries.map((_, at) => at + 1));
  });
  it("says lengths, frame rates and sizes of the sound ones, and keeps a still of each class", () => {
    const { sound, frames, seconds, frameRates, sizes, classes } = summarizeCheck(index, clips);
    expect({ sound, frames }).toEqual({ sound: 8, frames: { least: 9, median: 12, most: 15 } });
    expect(seconds?.most).toBeCloseTo(15 / 25);
    expect(frameRates).toEqual([[25, 8]]);
    expect(new Map(sizes)).toEqual(
      new Map([
        ["32 × 48", 5],
        ["48 × 32", 3],
      ]),
    );
    expect(classes[1]).toEqual({ name: "odd", counts: { train: 5, validation: 1, test: 0 } });
    const stills = clips.filter(({ still }) => still);
    expect(stills.map(({ entry }) => entry % 2).sort()).toEqual([0, 1]);
    expect(stills[0]?.still).toMatchObject({ frames: 1 });
  });
  it("names those that are interlaced", () => expect(summarizeCheck(index, clips).interlaced).toEqual(["9.mp4"]));
  it("finds the same bytes twice, across splits too", () =>
    expect(summarizeCheck(index, clips).duplicates).toEqual([
      { names: ["6.mp4", "11.mp4"], splits: ["train", "validation"] },
      { names: ["7.mp4", "8.mp4"], splits: ["train"] },
    ]));
  it("leaves damaged and repeated clips out of a cleaned index; one in two splits stays where it measures", () => {
    const { entries } = cleanIndex(index, clips);
    expect(entries.map(({ path }) => path)).toEqual(["0.mp4", "7.mp4", "9.mp4", "10.mp4", "11.mp4", "12.mp4"]);
    expect(entries.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash ?? ""))).toBe(true);
  });
  it("leaves clips that were not checked as they are", () => {
    const part = clips.filter(({ entry }) => entry < 2);
    const cleaned: ClipIndex = cleanIndex(index, part);
    expect(cleaned.entries.length).toBe(12);
    expect(cleaned.entries.filter(({ hash }) => hash).length).toBe(1);
  });
});
