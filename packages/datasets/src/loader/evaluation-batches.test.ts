import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { all, shape, useSmallDataSet } from "../fixtures/small-data-set.ts";
import { decodeClip } from "../node/decode-clip.ts";
import { loadViews } from "../node/load-views.ts";

const { folder, pool, withLoader } = useSmallDataSet();

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
