import { join } from "node:path";
import { randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { makeView } from "../clip-view.ts";
import { all, useSmallDataSet } from "../fixtures/small-data-set.ts";
import { meanDifference, movingClip, patchFile, temporaryFolder, writeClip } from "../fixtures/video-files.ts";
import { drawMotion } from "../motions/draw-motion.ts";
import { decodeClip } from "./decode-clip.ts";
import { DecodePool } from "./decode-pool.ts";
import { decodeViews } from "./decode-views.ts";
import { loadNodeAv } from "./load-node-av.ts";

describe("videos that are not as most are", () => {
  const settings = { preset: "ultrafast", crf: "8" };
  it.each([
    ["10 bits", "mp4", { pixels: "yuv420p10le", settings }],
    [
      "alpha, which is dropped",
      "webm",
      { container: "webm", encoder: "libvpx-vp9", pixels: "yuva420p", settings: { crf: "4" } },
    ],
    ["interlaced, as it is stored", "mp4", { settings: { ...settings, "x264-params": "interlaced=1" } }],
  ] as const)("decode: %s", async (_, ending, options) => {
    const clip = movingClip(3, { height: 64 });
    const path = await writeClip(join(temporaryFolder(), `a.${ending}`), clip, options);
    const decoded = await decodeClip(path);
    expect([decoded.frames, decoded.height, decoded.width]).toEqual([12, 64, 48]);
    const view = { start: 0, place: [0, 0] as const, flip: false };
    const job = { path, shortSide: 48, resize: "native" as const, shape: { frames: 12, stride: 1, crop: 48 } };
    const native = decodeViews(await loadNodeAv("test"), { ...job, views: [view], wholeBytes: 0 });
    const cut = makeView(decoded, view, job.shape);
    expect("views" in native && meanDifference(native.views[0]!, cut.values)).toBeLessThan(3.5); // filters mind where chroma lies between pixels
    expect(meanDifference(decoded.values, clip.values)).toBeLessThan(12); // VP9 at its default bit rate costs most
  });

  it("are not taken for damaged where a cut begins no group of its own", async () => {
    const settings = { preset: "veryfast", crf: "20" }; // one reference: a picture of its own passes for a key frame
    const clip = drawMotion({ seed: 0, split: "train", index: 442, level: "easy", size: 64 });
    const path = await writeClip(join(temporaryFolder(), "cut.mp4"), clip, { settings });
    const decoded = await decodeClip(path, { missingFrames: "skip" });
    expect(decoded.frames).toBe(50);
    expect(meanDifference(decoded.values, clip.values)).toBeLessThan(6);
  });

  it("of one frame give clips that repeat it", async () => {
    const clip = movingClip(4, { frames: 1 });
    const path = await writeClip(join(temporaryFolder(), "one.mp4"), clip);
    const decoded = await decodeClip(path);
    expect(decoded.frames).toBe(1);
    expect(meanDifference(decoded.values, clip.values)).toBeLessThan(3);
  });
});

describe("a loader whose decoding goes wrong", () => {
  const { entries, folder, withLoader } = useSmallDataSet();
  const order = { epoch: 0, batchSize: 5, key: randomKey(2) };

  it("loses nothing where a process is killed: batches are those of a run without it", {
    timeout: 120_000,
  }, async () => {
    const plain = await withLoader({}, (loader) => all(loader.trainingBatches(order)));
    const pool = new DecodePool({ workers: 1 });
    const killed = await withLoader({ pool, cacheBytes: 0 }, async (loader) => {
      const batches = loader.trainingBatches(order);
      const first = await batches.next();
      for (const id of pool.processIds) process.kill(id, "SIGKILL");
      const again = await all(loader.trainingBatches(order));
      const rest = await all(batches);
      expect(loader.problems).toEqual([]);
      return { first: [first.value!, ...rest], again };
    });
    await pool.dispose();
    expect(killed.first).toEqual(plain);
    expect(killed.again).toEqual(plain);
  });

  it("ends at the first clip with missing frames, if told to fail", async () => {
    const path = join(folder, entries[0]!.path);
    patchFile(path, (bytes) => {
      const content = bytes.indexOf("mdat") + 4;
      return Buffer.from(bytes).fill(0, content + 1500, bytes.indexOf("moov") - 8);
    });
    await withLoader({ missingFrames: "fail" }, async (loader) => {
      const error = await all(loader.trainingBatches(order)).then(
        () => undefined,
        ({ message }: Error) => message,
      );
      expect(error).toMatch(/frames of .*0\.mp4 are damaged or missing; copy it again$/);
    });
  });
});
