import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesAhead, prefetch } from "./prefetch.ts";

describe("batchesAhead", () => {
  it("never takes more bytes than it may, except that one batch is always made ready", () => {
    const sizes = fc.record({
      frames: fc.integer({ min: 1, max: 64 }),
      crop: fc.integer({ min: 1, max: 320 }),
      batchSize: fc.integer({ min: 1, max: 128 }),
      prefetchBatches: fc.integer({ min: 1, max: 16 }),
      prefetchBytes: fc.integer({ min: 1, max: 2 ** 31 }),
    });
    fc.assert(
      fc.property(sizes, ({ frames, crop, ...options }) => {
        const ahead = batchesAhead({ frames, crop, stride: 1 }, options);
        const bytes = options.batchSize * frames * crop * crop * 3 * 4;
        expect(ahead).toBeGreaterThanOrEqual(1);
        expect(ahead).toBeLessThanOrEqual(options.prefetchBatches);
        if (ahead > 1) expect(ahead * bytes).toBeLessThanOrEqual(options.prefetchBytes);
      }),
    );
  });
});

describe("prefetch", () => {
  it("gives results in the order of the jobs, and never has more in flight than it may", async () => {
    const cases = fc.asyncProperty(
      fc.array(fc.nat(3), { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      async (turns, ahead) => {
        let [started, read] = [0, 0];
        const jobs = turns.map((wait, number) => async () => {
          started++;
          expect(started - read).toBeLessThanOrEqual(ahead);
          for (let turn = 0; turn < wait; turn++) await Promise.resolve();
          return number;
        });
        const results: number[] = [];
        for await (const result of prefetch(jobs, ahead)) {
          results.push(result);
          read++;
        }
        expect(results).toEqual([...turns.keys()]);
      },
    );
    await fc.assert(cases);
  });

  it("throws a failure when its turn comes, not before", async () => {
    const jobs = [async () => 0, () => Promise.reject(new Error("the second failed")), async () => 2];
    const seen: number[] = [];
    const reading = (async () => {
      for await (const result of prefetch(jobs, 3)) seen.push(result);
    })();
    await expect(reading).rejects.toThrow("the second failed");
    expect(seen).toEqual([0]);
  });
});
