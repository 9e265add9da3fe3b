import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import * as native from "@vivit/compile/runtime";
import { trainSteps } from "@vivit/reference/training";
import { readReadmeExample, runReadmeExample } from "@vivit/testing";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleModule } from "./build-pages.ts";
import type { calls } from "./compile-page/main.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, openPage, type WatchedPage } from "./open-browser.ts";
import { smallestBufferLimit } from "./page/largest-buffer.ts";
import { type ServedPage, servePage } from "./serve-page.ts";

const executable = findChromium();
const folder = fileURLToPath(new URL(".", import.meta.resolve("@vivit/compile/package.json")));

describe.skipIf(!executable)("compiled programs in Chromium", { timeout: 120_000 }, () => {
  let served: ServedPage;
  let browser: Browser;
  let watched: WatchedPage;
  beforeAll(async () => {
    served = await servePage("compile-page", [exampleModule(readReadmeExample(folder))]);
    browser = await openBrowser(executable!);
    watched = await openPage(browser);
    await watched.page.goto(served.url);
    await watched.page.waitForFunction("globalThis.calls");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const call = <Name extends keyof typeof calls>(name: Name, ...words: Parameters<(typeof calls)[Name]>) =>
    watched.page.evaluate(
      ([name, words]) =>
        (globalThis as never as { calls: Record<string, (...all: unknown[]) => unknown> }).calls[name as string]!(
          ...(words as unknown[]),
        ),
      [name, words] as const,
    ) as ReturnType<(typeof calls)[Name]>;

  it.each([
    ["wasm", 2],
    ["webgpu", 1],
  ] as const)("a model trains on %s, threads: %i, as in Node", async (provider, threads) => {
    const inNode = await trainSteps(native.compile as never, "AdamW");
    for (const [step, { loss, gradientNorm }] of (await call("train", provider, threads)).entries()) {
      expect(loss).toBeCloseTo(inNode[step]!.loss, 4);
      expect(gradientNorm).toBeCloseTo(inNode[step]!.gradientNorm, 3);
    }
    expect(watched.takeWords()).toEqual([]);
  });

  it.each([
    [129, "all"],
    [3137, "all"],
    [129, "masked"],
    [3137, "masked"],
  ] as const)(
    "attention of %i tokens, %s, is the same on WebGPU, in blocks that every device takes",
    async (tokens, seen) => {
      const { difference, largestBuffer } = await call("compareAttention", tokens, seen);
      expect(difference).toBeLessThan(1e-6);
      expect(largestBuffer).toBeGreaterThan(0);
      expect(largestBuffer).toBeLessThanOrEqual(smallestBufferLimit);
      expect(watched.takeWords()).toEqual([]);
    },
  );

  it("the example of the README trains as in Node", async () => {
    const inPage = (await call("runExample")) as [number][];
    const modules = { "@tensorflow/tfjs": tf, "@vivit/compile/runtime": native };
    const inNode = (await runReadmeExample(folder, modules)) as [number][];
    expect(inPage).toHaveLength(500);
    for (const [place, [loss]] of inPage.entries()) expect(loss).toBeCloseTo(inNode[place]![0], 4);
    expect(watched.takeWords()).toEqual([]);
  });

  it("no file of the native runtime is in the page", () => {
    expect(served.files.some((name) => name.includes("ort-wasm"))).toBe(true);
    expect(served.files.filter((name) => /native|\.node$/.test(name))).toEqual([]);
  });
});
