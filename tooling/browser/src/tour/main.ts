import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import type { Browser, Page } from "playwright-core";
import { bundledClips, openDemo } from "../demo-page.ts";
import { chromiumAdvice, findChromium } from "../find-chromium.ts";
import { openBrowser } from "../open-browser.ts";
import { type ServedDemo, serveDemo } from "../serve-demo.ts";
import { takePictures } from "./take-pictures.ts";
import { tourLostDevice } from "./tour-lost-device.ts";
import { tourMemory } from "./tour-memory.ts";
import { tourModels } from "./tour-models.ts";
import { tourRuntimes } from "./tour-runtimes.ts";
import { tourTeach } from "./tour-teach.ts";
import { makeUnseenClips } from "./unseen-clips.ts";
import { longTasksAfterClick, takeLongTasks, watchDownloads, watchLongTasks } from "./watch-page.ts";

// The whole tour of the demo, with the figures that its page states. `pnpm demo:tour -- --pictures docs/demo` keeps pictures;
// `-- --plain` goes through it on a host that sends no headers of isolation, in a folder of it.
const { values } = parseArgs({
  options: { pictures: { type: "string" }, only: { type: "string" }, plain: { type: "boolean", default: false } },
  allowPositionals: true,
});
const executable = findChromium();
if (!executable) throw new Error(`demo:tour: expected a Chromium, found none; ${chromiumAdvice}`);

const say = (name: string, value: unknown) => process.stdout.write(`${name}: ${value}\n`);
const wants = (part: string) => values.only === undefined || values.only.split(",").includes(part);

/** Open the demo afresh, with everything watched. */
async function fresh(browser: Browser, served: ServedDemo) {
  let downloads = async () => ({ page: 0, besides: 0 });
  const demo = await openDemo(browser, served.url, async (page: Page) => {
    await watchLongTasks(page);
    downloads = watchDownloads(page);
  });
  return { demo, downloads };
}

async function tourFirst(browser: Browser, served: ServedDemo): Promise<void> {
  const { demo, downloads } = await fresh(browser, served);
  const started = performance.now();
  await demo.classify(bundledClips[0][0]);
  say("first prediction after load, WebAssembly, s", ((performance.now() - started) / 1000).toFixed(2));
  const { page, besides } = await downloads();
  say("download of the page, compressed, kB", (page / 1000).toFixed(0));
  say("download of model, clip and runtime, compressed, kB", (besides / 1000).toFixed(0));
  for (const [button, label] of bundledClips) {
    const [best] = await demo.classify(button);
    if (best !== label) throw new Error(`expected ${label}, got ${best}`);
  }
  say("console and policy violations", JSON.stringify(demo.takeWords()));
  await demo.page.close();
}

async function tourTasks(browser: Browser, served: ServedDemo): Promise<void> {
  const { demo } = await fresh(browser, served);
  const tasks: number[] = [];
  for (const [button] of bundledClips)
    tasks.push(...(await longTasksAfterClick(demo.page.getByRole("button", { name: button }), 5)));
  const shown = await demo.page.locator(".scores tbody th").allTextContents();
  if (shown[0] !== bundledClips.at(-1)![1]) throw new Error(`expected ${bundledClips.at(-1)![1]}, got ${shown[0]}`);
  say("longest task of the main thread while classifying, ms (0: below 50)", Math.max(0, ...tasks).toFixed(0));
  await demo.page.close();
}

async function tourTeaching(browser: Browser, served: ServedDemo, folder: string): Promise<void> {
  const { demo } = await fresh(browser, served);
  await takeLongTasks(demo.page);
  const taught = await tourTeach(demo, await makeUnseenClips(folder, 8), true);
  say("taught, the head on frozen features (accuracy, s)", taught.head);
  say("taught, everything (accuracy, s)", taught.all);
  const [longest = 0] = await takeLongTasks(demo.page);
  say("longest task of the main thread while training, ms (0: below 50)", longest.toFixed(0));
  if (values.pictures) await takePictures(demo, values.pictures, ["Teach"]);
  if (wants("models")) await tourModels(demo, folder, say);
  say("console and policy violations", JSON.stringify(demo.takeWords()));
  await demo.page.close();
}

async function tourPictures(browser: Browser, served: ServedDemo): Promise<void> {
  const { demo } = await fresh(browser, served);
  await demo.classify(bundledClips[0][0]);
  await demo.show("Runtimes");
  await demo.page.getByRole("button", { name: "Benchmark" }).click();
  await demo.settle();
  say("benchmark", `\n${(await readRows(demo.page)).join("\n")}`);
  if (values.pictures)
    await takePictures(demo, values.pictures, ["Classify", "Look inside", "Four models", "Runtimes", "Models"]);
  await demo.page.close();
}

/** The table of the benchmark, one line a runtime. */
async function readRows(page: Page): Promise<string[]> {
  const rows = await page.getByTestId("benchmark").locator("tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("th, td").allTextContents()).join(" | ")));
}

const folder = await mkdtemp(join(tmpdir(), "vivit-tour-"));
const served = await serveDemo(values.plain ? { isolated: false, base: "/vivit/" } : {});
tf.enableProdMode();
await tf.setBackend("cpu");
const browser = await openBrowser(executable);
try {
  if (wants("first")) await tourFirst(browser, served);
  if (wants("tasks")) await tourTasks(browser, served);
  if (wants("teach")) await tourTeaching(browser, served, folder);
  if (wants("pictures")) await tourPictures(browser, served);
  if (wants("runtimes")) await tourRuntimes((await fresh(browser, served)).demo, say);
  if (wants("lost")) await tourLostDevice(browser, served, say);
  if (wants("memory")) await tourMemory(browser, served, say);
} finally {
  await browser.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
}
