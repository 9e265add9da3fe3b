import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAccessibility } from "./check-accessibility.ts";
import { bundledClips, type DemoPage, openDemo, viewNames } from "./demo-page.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { type ServedDemo, serveDemo } from "./serve-demo.ts";

const executable = findChromium();

describe.skipIf(!executable)("the demo in Chromium, under a strict policy", { timeout: 120_000 }, () => {
  let served: ServedDemo;
  let browser: Browser;
  let demo: DemoPage;
  beforeAll(async () => {
    served = await serveDemo();
    browser = await openBrowser(executable!);
    demo = await openDemo(browser, served.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it("names what each bundled clip shows", async () => {
    for (const [button, label] of bundledClips) expect((await demo.classify(button))[0]).toBe(label);
    expect(await demo.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(demo.takeWords()).toEqual([]);
  });

  it("shows where the model looks, by rollout, layer and head", async () => {
    await demo.show("Look inside");
    await demo.settle();
    const steps = demo.page.getByRole("img", { name: /^step 1: / });
    const byRollout = await steps.getAttribute("aria-label");
    await demo.page.getByLabel("Attention").selectOption({ label: "Layer 2, over space and time" });
    await demo.page.getByRole("combobox", { name: "Head" }).selectOption({ label: "Head 3" });
    expect(await steps.getAttribute("aria-label")).not.toBe(byRollout);
    expect(demo.takeWords()).toEqual([]);
  });

  it("says what is wrong with a file, and goes on", async () => {
    await demo.show("Classify");
    const file = join(served.folder, "notes.mp4");
    await writeFile(file, "no video");
    await demo.page.getByLabel("Choose or drop a video").setInputFiles(file);
    expect(await demo.settle()).toBe(
      "notes.mp4 is not a video that can be read here; choose an MP4, WebM, MOV or MKV file",
    );
    await demo.page.getByRole("button", { name: "Use camera" }).click();
    expect(await demo.settle()).toBe("No camera was found: connect one, or choose a file.");
    await demo.show("Models");
    await demo.page.getByLabel("Model of the Hugging Face hub").fill("no model");
    await demo.page.getByLabel("Model of the Hugging Face hub").press("Enter");
    expect(await demo.settle()).toBe('expected a model such as google/vivit-b-16x2-kinetics400, got "no model"');
    await demo.show("Classify");
    expect((await demo.classify("Growing"))[0]).toBe("growing");
    expect(demo.takeWords()).toEqual([]);
  });

  it("can be used by everybody: axe finds nothing in any view, and arrow keys move between them", async () => {
    for (const name of viewNames) {
      await demo.show(name);
      await demo.settle();
      expect(await checkAccessibility(demo.page), name).toEqual([]);
    }
    await demo.page.getByRole("tab", { name: "Models", exact: true }).press("ArrowRight");
    expect(await demo.page.evaluate(() => document.activeElement?.textContent)).toBe("Classify");
    expect(demo.takeWords()).toEqual([]);
  });

  it("has an example beside it, a page of thirty lines that classifies a file", async () => {
    const { page, takeWords } = await openPage(browser);
    await page.goto(`${served.url}example.html`);
    await page.waitForFunction(() => document.querySelector("input")?.onchange);
    await page.getByLabel("Video").setInputFiles(join(served.folder, "clips", "right.mp4"));
    await page.getByText(/^\d+\.\d % right\s/).waitFor();
    expect(takeWords()).toEqual([]);
    await page.close();
  });

  it("works without a network once it was loaded", async () => {
    await demo.page.evaluate(() => navigator.serviceWorker.ready);
    await demo.page.context().setOffline(true);
    await demo.page.reload();
    await demo.settle();
    expect((await demo.classify("Growing"))[0]).toBe("growing");
    await demo.page.context().setOffline(false);
    expect(demo.takeWords()).toEqual([]);
  });
});
