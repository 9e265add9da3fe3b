import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledFile } from "./broken-files.ts";
import { bundledClips, type DemoPage, openDemo } from "./demo-page.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { type ServedDemo, serveDemo } from "./serve-demo.ts";

const executable = findChromium();

/** Megabytes that the browser gives a WebAssembly memory: on one thread enough to classify with a bundled model, too little to train it. */
const megabytes = 40;

describe.skipIf(!executable)("the demo where memory is refused in the middle of work", { timeout: 120_000 }, () => {
  let served: ServedDemo;
  let browser: Browser;
  let demo: DemoPage;
  beforeAll(async () => {
    served = await serveDemo({ isolated: false }); // threads take memory too, on each machine another number
    browser = await openBrowser(executable!, { wasmPages: megabytes * 16 });
    demo = await openDemo(browser, served.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const refused = /^There is not enough memory for this: close other pages, or choose a smaller model \(.+\)\.$/;
  const goesOn = async () => {
    await demo.show("Classify");
    for (const [button, label] of bundledClips) expect((await demo.classify(button))[0]).toBe(label);
  };

  it("says so of training, and goes on", async () => {
    const { page } = demo;
    await goesOn();
    await demo.show("Teach");
    for (const [at, name] of ["right", "growing"].entries()) {
      const card = page.getByRole("group", { name: `Class ${at + 1}`, exact: true });
      await card.getByLabel("Name").fill(name);
      await card.getByLabel(/^Clips to learn from/).setInputFiles(Array(4).fill(bundledFile(`clips/${name}.mp4`)));
      expect(await demo.settle()).toBeUndefined();
    }
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await demo.settle()).toMatch(refused);
    await goesOn();
  });
});
