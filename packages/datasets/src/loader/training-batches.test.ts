import { beforeAll, describe, expect, it } from "vitest";
import type { ClipIndex } from "../clip-index.ts";
import { all, key, shape, useSmallDataSet } from "../fixtures/small-data-set.ts";
import { type ClipLoader, type ClipLoaderOptions, createClipLoader } from "../node/create-clip-loader.ts";
import type { TrainingBatch } from "./training-batches.ts";

const { entries, index, withLoader } = useSmallDataSet();

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

  it("gives a mirrored clip the label that its class has mirrored, and changes no pixel", async () => {
    const mirrored = await withLoader({ index: { ...index, mirrored: [1, 0] } }, (loader) =>
      all(loader.trainingBatches({ epoch: 0, batchSize: 3, key })),
    );
    const plain = await withLoader({ horizontalFlip: false }, (loader) =>
      all(loader.trainingBatches({ epoch: 0, batchSize: 3, key })),
    );
    expect(mirrored.map(({ video }) => video)).toEqual(reference.map(({ video }) => video));
    const clipOf = ({ video }: TrainingBatch, place: number) => video.values.slice(place * 3072, (place + 1) * 3072);
    const flips = reference.map((batch, step) =>
      [0, 1, 2].map((place) => Number(String(clipOf(batch, place)) !== String(clipOf(plain[step]!, place)))),
    );
    expect(new Set(flips.flat()).size).toBe(2);
    expect(mirrored.map(({ labels }) => [...labels.values])).toEqual(
      reference.map(({ labels }, step) => Array.from(labels.values, (label, place) => label ^ flips[step]![place]!)),
    );
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
