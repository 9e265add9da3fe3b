import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomKey } from "@vivit/nn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClipIndex } from "../clip-index.ts";
import { movingClip, patchFile, writeClip } from "../fixtures/video-files.ts";
import { type ClipLoader, type ClipLoaderOptions, createClipLoader } from "./create-clip-loader.ts";
import { decodeClip } from "./decode-clip.ts";
import { DecodePool } from "./decode-pool.ts";
import { loadViews } from "./load-views.ts";
import type { TrainingBatch } from "./training-batches.ts";

/** Ten training and three validation clips of two classes, of 9 to 15 frames and two shapes. */
const folder = mkdtempSync(join(tmpdir(), "vivit-datasets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries: ClipIndex["entries"] = Array.from({ length: 13 }, (_, number) => ({
  path: `${number}.mp4`,
  label: number % 2,
  split: number < 10 ? "train" : "validation",
}));
const index: ClipIndex = {
  directory: folder,
  classes: ["even", "odd"],
  entries,
  horizontalFlip: true,
  validation: "folder",
};
const shape = { frames: 4, stride: 3, shortSide: 24, crop: 16 };
const key = randomKey(5);
const pool = new DecodePool({ workers: 1 });
afterAll(() => pool.dispose());

beforeAll(async () => {
  for (const [number, { path }] of entries.entries()) {
    const size = number % 3 === 0 ? { height: 48, width: 32 } : { height: 32, width: 48 };
    await writeClip(join(folder, path), movingClip(number, { frames: 9 + (number % 7), ...size }));
  }
});

async function withLoader<T>(
  options: Partial<ClipLoaderOptions> & { index?: ClipIndex },
  use: (loader: ClipLoader) => Promise<T>,
): Promise<T> {
  const loader = createClipLoader(options.index ?? index, { ...shape, pool, ...options });
  try {
    return await use(loader);
  } finally {
    await loader.dispose();
  }
}

async function all<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

describe("trainingBatches", () => {
  let reference: TrainingBatch[];
  beforeAll(async () => {
    reference = await withLoader({}, (loader) => all(loader.trainingBatches({ epoch: 0, batchSize: 3, key })));
  });

  it("gives whole batches of distinct training clips with their labels, in [-1, 1]", () => {
    expect(reference.map(({ step }) => step)).toEqual([0, 1, 2]);
    const seen = reference.flatMap((batch) => [...batch.entries]);
    expect(new Set(seen).size).toBe(9);
    expect(seen.every((entry) => entry < 10)).toBe(true);
    for (const { video, labels, entries } of reference) {
      expect([video.dtype, video.shape]).toEqual(["float32", [3, 4, 16, 16, 3]]);
      expect(labels).toEqual({ dtype: "int32", shape: [3], values: entries.map((entry) => entry % 2) });
      expect(Math.min(...video.values)).toBeGreaterThanOrEqual(-1);
      expect(Math.max(...video.values)).toBeLessThanOrEqual(1);
      expect(Math.max(...video.values) - Math.min(...video.values)).toBeGreaterThan(0.5);
    }
  });

  it.each([
    ["without a cache", { cacheBytes: 0 }],
    ["with room for some clips", { cacheBytes: 60_000 }],
    ["with two processes of its own", { pool: undefined, workers: 2 }],
  ])("gives the same batches %s, in every epoch", { timeout: 120_000 }, async (_, options) => {
    const epochs = (loader: ClipLoader) =>
      Promise.all([
        all(loader.trainingBatches({ epoch: 0, batchSize: 3, key })),
        all(loader.trainingBatches({ epoch: 1, batchSize: 3, key })),
      ]);
    const [first, second] = await withLoader(options, epochs);
    expect(first).toEqual(reference);
    expect(second).not.toEqual(reference);
    expect(second).toEqual(await withLoader({}, async (loader) => (await epochs(loader))[1]));
  });

  it("goes on in the middle of an epoch", async () => {
    const rest = await withLoader({}, (loader) =>
      all(loader.trainingBatches({ epoch: 0, batchSize: 3, key, firstStep: 2 })),
    );
    expect(rest).toEqual(reference.slice(2));
  });

  it("fills the cache in the first epoch and only then, within its budget", async () => {
    await withLoader({ cacheBytes: 60_000 }, async (loader) => {
      await all(loader.trainingBatches({ epoch: 0, batchSize: 5, key }));
      const { cachedBytes } = loader;
      expect(cachedBytes).toBeGreaterThan(30_000);
      expect(cachedBytes).toBeLessThanOrEqual(60_000);
      await all(loader.trainingBatches({ epoch: 1, batchSize: 5, key }));
      expect(loader.cachedBytes).toBe(cachedBytes);
      expect(loader.waitedSeconds).toBeGreaterThan(0);
    });
  });

  it("mirrors about half of the clips, none if the classes tell left from right", async () => {
    const centered = { ...shape, crop: 24 };
    const wide: ClipIndex = { ...index, entries: entries.filter((_, number) => number % 3 !== 0) };
    const batch = async (options: Partial<ClipLoaderOptions>, of: ClipIndex) =>
      (
        await withLoader({ ...centered, ...options, index: of }, (loader) =>
          all(loader.trainingBatches({ epoch: 0, batchSize: 6, key })),
        )
      )[0]!;
    const mirrored = await batch({}, wide);
    const straight = await batch({ horizontalFlip: false }, wide);
    expect(await batch({}, { ...wide, horizontalFlip: false })).toEqual(straight);
    const size = mirrored.video.values.length / 6;
    const same = Array.from({ length: 6 }, (_, clip) => clip).filter((clip) => {
      const part = (values: ArrayLike<number>) =>
        Array.prototype.slice.call(values, clip * size, (clip + 1) * size).join();
      return part(mirrored.video.values) === part(straight.video.values);
    });
    expect(same.length).toBeGreaterThan(0);
    expect(same.length).toBeLessThan(6);
    expect(() => createClipLoader({ ...index, horizontalFlip: false }, { ...shape, horizontalFlip: true })).toThrow(
      "createClipLoader: expected no horizontal flip, as this data set says its classes tell left from right; leave horizontalFlip out",
    );
  });

  it("can be left early, and read again", async () => {
    await withLoader({}, async (loader) => {
      for await (const { step } of loader.trainingBatches({ epoch: 0, batchSize: 1, key })) if (step === 1) break;
      expect(await all(loader.trainingBatches({ epoch: 0, batchSize: 3, key }))).toEqual(reference);
    });
  });

  it("refuses a batch larger than the data set, and sizes that do not fit", async () => {
    await withLoader({}, async (loader) => {
      expect(loader.stepsPerEpoch(3)).toBe(3);
      await expect(all(loader.trainingBatches({ epoch: 0, batchSize: 11, key }))).rejects.toThrow(
        "trainingBatches: expected 11 training clips or more for one batch, got 10; add clips or lower the batch size",
      );
    });
    expect(() => createClipLoader(index, { ...shape, crop: 25 })).toThrow(
      "createClipLoader: expected shortSide of at least the crop 25, got 24; resize larger or crop smaller",
    );
    expect(() => createClipLoader(index, { ...shape, stride: 0 })).toThrow(
      "createClipLoader: expected stride to be a whole number above 0, got 0",
    );
  });
});

describe("damaged files", () => {
  const damaged: ClipIndex = {
    ...index,
    entries: [
      ...entries,
      { path: "text.mp4", label: 0, split: "train" },
      { path: "cut.mp4", label: 1, split: "validation" },
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

describe("evaluationBatches", () => {
  it("shows every view of every clip once, and fills the last batch with weight 0", async () => {
    await withLoader({}, async (loader) => {
      const batches = await all(
        loader.evaluationBatches({ split: "validation", batchSize: 8, views: { temporal: 2, spatial: 3 } }),
      );
      const joined = <T>(read: (batch: (typeof batches)[number]) => ArrayLike<T>) =>
        batches.flatMap((batch) => Array.from(read(batch)));
      expect(joined((batch) => batch.entries)).toEqual(
        [...Array(18).keys()].map((at) => 10 + Math.floor(at / 6)).concat(Array(6).fill(-1)),
      );
      expect(joined((batch) => batch.views)).toEqual(
        [...Array(18).keys()].map((at) => at % 6).concat(Array(6).fill(-1)),
      );
      expect(joined((batch) => batch.weights.values)).toEqual([...Array(18).fill(1), ...Array(6).fill(0)]);
      expect(joined((batch) => batch.labels.values)).toEqual([
        ...Array(6).fill(0),
        ...Array(6).fill(1),
        ...Array(12).fill(0),
      ]);
      expect(batches.every(({ video }) => video.shape.join() === "8,4,16,16,3")).toBe(true);
      const filling = batches[2]!.video.values.subarray(2 * 4 * 16 * 16 * 3);
      expect(filling.every((value) => value === -1)).toBe(true);
    });
  });

  it("equals the views of the same file loaded alone, and clips cut from the whole decoded file", async () => {
    const views = { temporal: 2, spatial: 3 } as const;
    const [batch] = await withLoader({}, (loader) =>
      all(loader.evaluationBatches({ split: "validation", batchSize: 6, views })),
    );
    const alone = await loadViews(join(folder, "10.mp4"), { ...shape, views, pool });
    expect(alone).toEqual(batch!.video);

    const whole = await decodeClip(join(folder, "10.mp4"), { shortSide: 24 }); // 12 frames, 24 high, 36 wide
    const pixel = (view: number, frame: number, y: number, x: number) =>
      batch!.video.values[((view * 4 + frame) * 256 + y * 16 + x) * 3]!;
    const color = (frame: number, y: number, x: number) =>
      whole.values[((frame * 24 + y) * 36 + x) * 3]! * (2 / 255) - 1;
    // 12 frames hold 4 frames of stride 3 once: both clips start at 0. Crops start at 0, 10 and 20 across, 4 down.
    for (const [view, left] of [0, 10, 20, 0, 10, 20].entries())
      for (const frame of [0, 3]) expect(pixel(view, frame, 5, 7)).toBeCloseTo(color(frame * 3, 9, left + 7), 6);
  });

  it("repeats the middle frame of each view for the control", async () => {
    const [moving, still] = await withLoader({}, async (loader) => [
      (await all(loader.evaluationBatches({ split: "validation", batchSize: 3 })))[0]!.video.values,
      (await all(loader.evaluationBatches({ split: "validation", batchSize: 3, repeatFrame: true })))[0]!.video.values,
    ]);
    const frame = (values: typeof moving, clip: number, number: number) =>
      Array.from(values.subarray((clip * 4 + number) * 768, (clip * 4 + number + 1) * 768));
    for (let clip = 0; clip < 3; clip++)
      for (let number = 0; number < 4; number++) expect(frame(still!, clip, number)).toEqual(frame(moving!, clip, 2));
    expect(frame(moving!, 0, 0)).not.toEqual(frame(moving!, 0, 2));
  });

  it("refuses a split without clips", async () => {
    await withLoader({}, (loader) =>
      expect(all(loader.evaluationBatches({ split: "test", batchSize: 2 }))).rejects.toThrow(
        `evaluationBatches: expected test clips in ${folder}, got none; add a folder for them or evaluate another split`,
      ),
    );
  });
});
