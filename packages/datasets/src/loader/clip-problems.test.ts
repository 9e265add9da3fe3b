import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ClipIndex } from "../clip-index.ts";
import { all, key, useSmallDataSet } from "../fixtures/small-data-set.ts";
import { movingClip, patchFile, writeClip } from "../fixtures/video-files.ts";

const { folder, entries, index, withLoader } = useSmallDataSet();

describe("damaged files", () => {
  const damaged: ClipIndex = {
    ...index,
    entries: [
      ...entries,
      { path: "text.mp4", labels: [0], split: "train" },
      { path: "cut.mp4", labels: [1], split: "validation" },
    ],
  };
  beforeAll(async () => {
    writeFileSync(join(folder, "text.mp4"), "not a video at all ".repeat(20));
    patchFile(await writeClip(join(folder, "cut.mp4"), movingClip(1)), (bytes) => bytes.subarray(0, bytes.length / 2));
  });

  it("are skipped, counted and listed, and every other clip keeps its place", async () => {
    await withLoader({ index: damaged, maxBadFraction: 0.2 }, async (loader) => {
      const batches = await all(loader.trainingBatches({ epoch: 0, batchSize: 11, key }));
      const seen = [...batches[0]!.entries];
      expect(seen).not.toContain(13);
      expect(new Set(seen).size).toBe(10);
      const evaluated = await all(loader.evaluationBatches({ split: "validation", batchSize: 4 }));
      expect(evaluated.map((batch) => [...batch.entries])).toEqual([[10, 11, 12, -1]]);
      expect(loader.problemCounts).toEqual({ "not a video": 1, truncated: 1 });
      expect(loader.problems).toEqual([
        {
          path: "text.mp4",
          reason: "not a video",
          message: `decodeClip: ${join(folder, "text.mp4")} is not a video, whatever its name says`,
        },
        {
          path: "cut.mp4",
          reason: "truncated",
          message: `decodeClip: ${join(folder, "cut.mp4")} is cut short, its index (moov) is missing; copy or record it again`,
        },
      ]);
      expect(await all(loader.trainingBatches({ epoch: 0, batchSize: 11, key, firstStep: 0 }))).toEqual(batches);
    });
  });

  it("end the run when there are too many, with the reasons", async () => {
    const bad: ClipIndex = {
      ...damaged,
      entries: damaged.entries.map((entry, number) => (number < 4 ? { ...entry, path: "text.mp4" } : entry)),
    };
    await withLoader({ index: bad, maxBadFraction: 0.1 }, async (loader) => {
      await expect(all(loader.trainingBatches({ epoch: 0, batchSize: 2, key }))).rejects.toThrow(
        "createClipLoader: expected at most 10 % of 15 files to be damaged, got 2 so far (2 not a video; first text.mp4); repair or remove them, or raise maxBadFraction",
      );
    });
  });
});
