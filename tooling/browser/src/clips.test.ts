import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { createClipLoader, indexFolder, loadViews } from "@vivit/datasets/node";
import { randomKey } from "@vivit/nn";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shape, videos, writeClipsData } from "./clips-data.ts";
import type { calls } from "./clips-page/main.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, openPage, type WatchedPage } from "./open-browser.ts";
import { readBundledModel, scoreViews } from "./score-in-node.ts";
import { type ServedPage, servePage } from "./serve-page.ts";

const executable = findChromium();
const key = randomKey(3);

describe.skipIf(!executable)("clips in Chromium", { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "vivit-clips-"));
  let served: ServedPage;
  let browser: Browser;
  let watched: WatchedPage;
  beforeAll(async () => {
    await writeClipsData(folder);
    served = await servePage("clips-page");
    browser = await openBrowser(executable!);
    watched = await openPage(browser);
    await watched.page.route("**/clips/**", (route) => {
      const path = decodeURIComponent(new URL(route.request().url()).pathname).split("/clips/")[1]!;
      const file = join(folder, path.replaceAll("/", sep));
      return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
    });
    await watched.page.goto(served.url);
    await watched.page.waitForFunction("globalThis.calls");
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Every frame is closed after every call. */
  async function call<Name extends keyof typeof calls>(name: Name, ...words: Parameters<(typeof calls)[Name]>) {
    const run = ([name, words]: readonly [string, readonly unknown[]]) =>
      (globalThis as never as { calls: Record<string, (...all: unknown[]) => unknown> }).calls[name]!(...words);
    const result = (await watched.page.evaluate(run, [name, words] as const)) as Awaited<
      ReturnType<(typeof calls)[Name]>
    >;
    const frames = (await watched.page.evaluate(run, ["openFrames", []] as const)) as { now: number; most: number };
    expect(frames.now).toBe(0);
    expect(frames.most).toBeLessThan(80);
    return result;
  }

  /** The same decoder, and arithmetic of our own: colors differ by rounding, a level at most. */
  const near = { mean: expect.closeTo(0, 1), most: expect.toSatisfy((most: number) => most <= 1) };
  const scaledNear = { mean: expect.closeTo(0, 3), most: expect.toSatisfy((most: number) => most <= 2 / 255 + 1e-6) };

  it.each(Object.keys(videos))("%s is decoded as in Node", async (name) => {
    const [height, width] = name.startsWith("turned") ? [64, 48] : [48, 64];
    const whole = await call("decode", `clips/${name}`, `clips/${name}.values`, { shortSide: 48 });
    expect(whole).toEqual({ frames: 40, height, width, frameRate: 25, difference: near });
    const some = await call("decode", `clips/${name}`, `clips/${name}.some`, { frames: [3, 21, 22, 38] });
    expect(some).toMatchObject({ frames: 4, difference: near });
    expect(watched.takeWords()).toEqual([]);
  });

  it("gives Node's batches: order, labels, places, colors", async () => {
    const training = { epoch: 1, batchSize: 6, key };
    const evaluation = { split: "validation", batchSize: 6, views: { temporal: 2, spatial: 3 } } as const;
    const loader = createClipLoader(indexFolder(join(folder, "motions")), shape);
    for (const [name, asked] of Object.entries({ training, evaluation })) {
      const batches = "split" in asked ? loader.evaluationBatches(asked) : loader.trainingBatches(asked);
      const wanted: unknown[] = [];
      for await (const { entries, labels, video } of batches) {
        writeFileSync(join(folder, `${name}-${wanted.length}`), new Uint8Array(video.values.buffer));
        const same = { entries: [...entries], labels: [...labels.values], shape: video.shape };
        wanted.push({ ...same, difference: scaledNear });
      }
      const options = { ...shape, cacheBytes: 1_000_000 };
      const page = await call("batches", "clips/motions/index.jsonl", options, asked, `clips/${name}`);
      expect(page.seen).toEqual(wanted);
      expect(page.problems).toEqual([]);
      expect(page.cachedBytes).toBeGreaterThan(500_000);
      expect(page.cachedBytes).toBeLessThanOrEqual(1_000_000);
    }
    await loader.dispose();
  });

  it("a model says the same of a clip decoded here and there", async () => {
    const model = await readBundledModel("motions");
    const { frames, stride, shortSide, crop } = model.preprocessing;
    const options = { frames, stride, shortSide, crop, views: { temporal: 2, spatial: 1 } as const };
    const index = indexFolder(join(folder, "motions"));
    const video = `motions/${index.entries.find(({ split }) => split === "validation")!.path}`;
    const { shape, values } = await call("views", `clips/${video}`, options);
    const inPage = await scoreViews(model, { dtype: "float32", shape, values: Float32Array.from(values) });
    const inNode = await scoreViews(model, await loadViews(join(folder, video), options));
    for (const [at, logit] of inNode.entries()) expect(Math.abs(inPage[at]! - logit)).toBeLessThan(2e-3); // of 4
  });

  it("is a tf.data.Dataset that leaves no tensor, and can be left early", async () => {
    const asked = { epoch: 0, batchSize: 6, key };
    const batch = [[6, 8, 32, 32, 3], [6]];
    expect(await call("dataset", "clips/motions/index.jsonl", shape, asked)).toEqual({
      shapes: [...batch, ...batch, ...batch],
      left: 0,
    });
    expect(await call("leave", "clips/motions/index.jsonl", shape, { ...asked, batchSize: 2 })).toBe(0);
    expect(watched.takeWords()).toEqual([]);
  });

  it("reads the files of a folder that was chosen, in whatever order, as Node reads the folder", async () => {
    const { directory, ...index } = indexFolder(join(folder, "motions"));
    const paths = ["dataset.json", ...index.entries.map(({ path }) => path)].reverse();
    await watched.page.locator("input").setInputFiles(paths.map((path) => join(directory, ...path.split("/"))));
    const placed = paths.map((path) => `motions/${path}`);
    const chosen = await call("chosen", placed, shape, { epoch: 0, batchSize: 4, key });
    expect(chosen.index).toEqual({ ...index, directory: "" });
    expect(chosen.entries).toHaveLength(4);
  });

  it.each([
    ["cut.mp4", {}, "truncated: cut.mp4 is cut short or damaged: it lists no pictures; choose another file"],
    ["empty.mp4", {}, "empty file: empty.mp4 is empty, 0 bytes; choose another file"],
    ["sound.wav", {}, "no video stream: sound.wav has no pictures, only other tracks; choose another file"],
    [
      "h264.mp4",
      { part: { kind: "time", start: 9, end: 10 } },
      "truncated: h264.mp4 has no frame between 9 and 10 seconds; choose another file",
    ],
    [
      "unknown.mp4",
      {},
      "decoder failed: this browser does not decode the codec of unknown.mp4; try another browser, or convert the file to H.264 or VP9",
    ],
  ] as const)("says what is wrong with %s", async (name, options, message) => {
    expect(await call("refusal", `clips/${name}`, options)).toBe(message);
    watched.takeWords(); // mediabunny warns of what it does not know
  });

  it("says what is wrong with a file that was chosen and with addresses", async () => {
    expect(await call("refusal", { name: "notes.mp4", text: "no video" })).toBe(
      "not a video: notes.mp4 is not a video that can be read here; choose an MP4, WebM, MOV or MKV file",
    );
    expect(await call("refusal", "clips/none.mp4")).toBe(
      "missing file: none.mp4 could not be fetched: the server answered 404",
    );
    expect(await call("refusal", "https://elsewhere.invalid/a.mp4")).toBe(
      "missing file: a.mp4 could not be fetched: its server, the network or this page's security policy does not allow it; download it and choose the file",
    );
    watched.takeWords(); // the browser's own, of what it did not fetch
  });

  it("lists a damaged clip, and puts another in its place", async () => {
    const { seen, problems } = await call(
      "batches",
      "clips/damaged.jsonl",
      { ...shape, maxBadFraction: 0.5 },
      { epoch: 0, batchSize: 4, key },
      "",
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]!.entries).toHaveLength(4);
    expect(seen[0]!.entries).not.toContain(0);
    expect(problems).toEqual([
      {
        path: "cut.mp4",
        reason: "truncated",
        message: "cut.mp4 is cut short or damaged: it lists no pictures; choose another file",
      },
    ]);
  });
});
