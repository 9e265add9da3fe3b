import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { all, key, useSmallDataSet } from "../fixtures/small-data-set.ts";
import { temporaryFolder } from "../fixtures/video-files.ts";

const { withLoader } = useSmallDataSet();

describe("ranks that train together", () => {
  it.each([
    [2, 2],
    [5, 1],
    [3, 3],
  ])("%i ranks with batches of %i draw together what one rank with all of a batch draws", async (count, batchSize) => {
    const [whole, ...parts] = await withLoader({}, async (loader) => [
      await all(loader.trainingBatches({ epoch: 2, batchSize: count * batchSize, key })),
      ...(await Promise.all(
        Array.from({ length: count }, (_, index) =>
          all(loader.trainingBatches({ epoch: 2, batchSize, key, shard: { index, count } })),
        ),
      )),
    ]);
    expect(parts.map((part) => part.length)).toEqual(Array(count).fill(whole!.length)); // all ranks take as many steps
    for (const [step, { entries, video }] of whole!.entries()) {
      expect(parts.flatMap((part) => [...part[step]!.entries])).toEqual([...entries]);
      const size = video.values.length / count;
      for (const [index, part] of parts.entries())
        expect(part[step]!.video.values).toEqual(video.values.slice(index * size, (index + 1) * size));
    }
    const drawn = parts.flatMap((part) => part.flatMap(({ entries }) => [...entries]));
    expect(new Set(drawn).size).toBe(drawn.length); // no clip twice
  });

  it("refuses a rank that is none of them", () =>
    withLoader({}, (loader) =>
      expect(
        all(loader.trainingBatches({ epoch: 0, batchSize: 1, key, shard: { index: 2, count: 2 } })),
      ).rejects.toThrow("trainingBatches: expected a shard from 0 to 1 of 2, got 2"),
    ));
});

describe("going on in the middle of an epoch", () => {
  it.each([
    ["of one of two ranks", {}, { shard: { index: 1, count: 2 } }],
    ["balanced by class", { balanced: true }, {}],
    ["with room for one batch ahead", {}, { prefetchBytes: 1 }],
    ["with a cache on disk", { cacheBytes: 0, diskCache: { folder: "", bytes: 2 ** 20 } }, {}],
  ])("%s, gives the batches of no interruption", async (_, options, asked) => {
    const diskCache = "diskCache" in options ? { ...options.diskCache, folder: temporaryFolder() } : undefined;
    await withLoader({ ...options, ...(diskCache && { diskCache }) }, async (loader) => {
      const epoch = { epoch: 1, batchSize: 2, key, ...asked };
      const whole = await all(loader.trainingBatches(epoch));
      expect(await all(loader.trainingBatches({ ...epoch, firstStep: 1 }))).toEqual(whole.slice(1));
    });
  });
});

describe("the cache on disk", () => {
  it("gives the same batches, keeps to its budget, and is there for the next run", async () => {
    const folder = temporaryFolder();
    const asked = { epoch: 0, batchSize: 5, key };
    const plain = await withLoader({}, (loader) => all(loader.trainingBatches(asked)));
    const options = { cacheBytes: 0, diskCache: { folder, bytes: 60_000 } };
    const kept = await withLoader(options, async (loader) => {
      expect(await all(loader.trainingBatches(asked))).toEqual(plain);
      expect(await all(loader.trainingBatches(asked))).toEqual(plain); // read back
      expect(loader.diskProblem).toBeUndefined();
      return loader.diskBytes;
    });
    expect(kept).toBeGreaterThan(20_000);
    await withLoader(options, async (loader) => {
      expect(loader.diskBytes).toBe(kept);
      expect(await all(loader.trainingBatches(asked))).toEqual(plain);
    });
  });

  it("that cannot be written costs nothing but the cache, and says so", async () => {
    const folder = join(temporaryFolder(), "cache");
    const asked = { epoch: 0, batchSize: 5, key };
    const plain = await withLoader({}, (loader) => all(loader.trainingBatches(asked)));
    await withLoader({ cacheBytes: 0, diskCache: { folder, bytes: 2 ** 20 } }, async (loader) => {
      rmSync(folder, { recursive: true });
      expect(await all(loader.trainingBatches(asked))).toEqual(plain);
      expect(loader.diskProblem).toMatch(/ENOENT|no such file/);
      expect(loader.diskBytes).toBe(0);
      expect(loader.problems).toEqual([]);
    });
  });
});
