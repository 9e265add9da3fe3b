import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledFile, writeHeavyModel } from "./broken-files.ts";
import { bundledClips, type DemoPage, openDemo } from "./demo-page.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { type ServedDemo, serveDemo } from "./serve-demo.ts";

const executable = findChromium();

/** Megabytes that the browser gives a WebAssembly memory: on one thread enough to classify with a bundled model, too little to train it. */
const megabytes = 40;

describe.skipIf(!executable)("the demo where memory is refused in the middle of work", { timeout: 120_000 }, () => {
  let folder: string;
  let served: ServedDemo;
  let browser: Browser;
  let demo: DemoPage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "vivit-demo-memory-"));
    served = await serveDemo({ isolated: false }); // threads take memory too, on each machine another number
    browser = await openBrowser(executable!, { wasmPages: megabytes * 16 });
    demo = await openDemo(browser, served.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const refused = /^There is not enough memory for this: close other pages, or choose a smaller model \(.+\)\.$/;
  const namesBundledClips = async () => {
    await demo.show("Classify");
    for (const [button, label] of bundledClips) expect((await demo.classify(button))[0]).toBe(label);
  };
  const load = async (path: string, name: string) => {
    await demo.show("Models");
    await demo.page.getByLabel("Choose or drop the folder of a model").setInputFiles(path);
    expect(await demo.settle()).toBeUndefined();
    await demo.page.getByRole("button", { name: `Load ${name}` }).click();
    expect(await demo.settle()).toBeUndefined();
  };

  it("says so of training everything, and goes on with the head and the clips that it has", async () => {
    const { page } = demo;
    await namesBundledClips();
    await demo.show("Teach");
    for (const [at, name] of ["right", "growing"].entries()) {
      const card = page.getByRole("group", { name: `Class ${at + 1}`, exact: true });
      await card.getByLabel("Name").fill(name);
      await card.getByLabel(/^Clips to learn from/).setInputFiles(Array(4).fill(bundledFile(`clips/${name}.mp4`)));
      expect(await demo.settle()).toBeUndefined();
    }
    const train = page.getByRole("button", { name: "Train", exact: true });
    await train.click();
    expect(await demo.settle()).toMatch(refused);
    await page.getByText("the head that was trained before is in use").waitFor();
    await demo.show("Classify");
    expect(await demo.classify("Growing")).toEqual(["growing", "right"]);
    await demo.show("Teach");
    await page.getByLabel("After the head, train everything").uncheck();
    await train.click();
    expect(await demo.settle()).toBeUndefined();
    expect(await page.getByTestId("taught").locator("tbody tr").count()).toBe(1);
  });

  it("says so of a model that is larger, and goes on with another", async () => {
    const heavy = join(folder, "heavy");
    await writeHeavyModel(heavy, megabytes);
    for (let time = 0; time < 2; time++) {
      await load(heavy, "heavy");
      await demo.show("Classify");
      await demo.page.getByLabel("Choose or drop a video").setInputFiles(bundledFile("clips/right.mp4"));
      expect(await demo.settle()).toMatch(refused);
      await load(bundledFile("models/motions"), "motions");
      await namesBundledClips();
    }
  });
});
