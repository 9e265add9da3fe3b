import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawMotion, type UnseenMotion } from "@vivit/datasets";
import { encodeClip, loadNodeAv } from "@vivit/datasets/node";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeCameraFile } from "./camera-file.ts";
import { bundledClips, type DemoPage, openDemo } from "./demo-page.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { downloadModel, predictInNode } from "./predict-in-node.ts";
import { type ServedDemo, serveDemo } from "./serve-demo.ts";

const executable = findChromium();

/** What is done before the camera, and how often it is recorded. */
const [taught, recordings] = [["circling", "blinking"] as const, 3];

describe.skipIf(!executable)("teaching with a camera, on a plain host, in a folder of it", { timeout: 180_000 }, () => {
  let folder: string;
  let camera: string;
  let served: ServedDemo;
  let browser: Browser;
  let demo: DemoPage;
  const draw = (unseen: UnseenMotion, index: number, size = 128) =>
    drawMotion({ seed: 5, split: "camera", index, level: "easy", size, unseen });
  /** The browser reads the file when a page opens the camera. */
  const perform = (motion: UnseenMotion, index: number) => writeCameraFile(camera, draw(motion, index));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "vivit-demo-camera-"));
    camera = join(folder, "camera.y4m");
    perform(taught[0], 0);
    served = await serveDemo({ isolated: false, base: "/vivit/" });
    browser = await openBrowser(executable!, { camera });
    demo = await openDemo(await browser.newContext({ permissions: ["camera"] }), served.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("classifies on one thread", async () => {
    expect(await demo.page.evaluate(() => crossOriginIsolated)).toBe(false);
    for (const [button, label] of bundledClips) expect((await demo.classify(button))[0]).toBe(label);
    expect(demo.takeWords()).toEqual([]);
  });

  it("learns from recordings, head and then everything", async () => {
    const { page } = demo;
    await demo.show("Teach");
    for (const [at, motion] of taught.entries()) {
      const card = page.getByRole("group", { name: `Class ${at + 1}`, exact: true });
      await card.getByLabel("Name").fill(motion);
      for (let recorded = 0; recorded < recordings; recorded++) {
        perform(motion, recorded);
        await card.getByRole("button", { name: `Record with the camera: ${motion}` }).click();
        await card.getByRole("button", { name: "Record 1.9 s" }).click();
        await card.getByLabel(`Clips to learn from (${recorded + 1})`).waitFor();
        expect(await demo.settle()).toBeUndefined();
        await card.getByRole("button", { name: "Close camera" }).click();
      }
    }
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await demo.settle()).toBeUndefined();
    expect(await page.getByTestId("taught").locator("tbody th").allTextContents()).toEqual([
      "The head, on frozen features",
      "Everything",
    ]);
    expect(demo.takeWords()).toEqual([]);
  });

  it("names what is done before the camera then", async () => {
    const { page } = demo;
    for (const motion of taught) {
      perform(motion, recordings);
      await page.getByRole("button", { name: "Use camera" }).click();
      await page
        .locator("#panel-teach .live")
        .getByText(new RegExp(`^${motion} \\(`))
        .waitFor();
      await page.getByRole("button", { name: "Stop camera" }).click();
    }
    expect(demo.takeWords()).toEqual([]);
  });

  it("gives a model that vivit predict reads in Node", async () => {
    const model = await downloadModel(demo.page, folder);
    const av = await loadNodeAv("demo-camera.test");
    for (const motion of taught) {
      const path = join(folder, `${motion}.mp4`);
      encodeClip(av, path, draw(motion, recordings + 1));
      expect(predictInNode(model, path)).toMatch(new RegExp(`^.*\\n\\s*[\\d.]+ %\\s+${motion}\\n`));
    }
  });
});
