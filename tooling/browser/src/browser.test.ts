import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, backendNames } from "@vivit/demo/backends";
import { classifyRandomClip } from "@vivit/demo/classify";
import { variantNames } from "@vivit/demo/models";
import * as models from "@vivit/models";
import * as nn from "@vivit/nn";
import { fixturesDirectory, listCases, readCase } from "@vivit/reference/cases";
import { worst } from "@vivit/reference/compare";
import { countStoredGradients, type ModelCase, modelOf } from "@vivit/reference/model-case";
import { optimizers } from "@vivit/reference/training";
import { readReadmeExample, runReadmeExample } from "@vivit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumAdvice, findChromium } from "./find-chromium.ts";
import { openPages, type Pages } from "./open-pages.ts";
import { summarizeWeights } from "./page/read-weights.ts";

const executable = findChromium();
const cases = listCases("models").map((name) => readCase<ModelCase>("models", name));
const known = cases.filter((at) => modelOf(at));
const modelsFolder = fileURLToPath(new URL(".", import.meta.resolve("@vivit/models/package.json")));

/** Every WebGPU device binds at least so many bytes as one buffer. Source: WebGPU, maxStorageBufferBindingSize. */
const smallestBufferLimit = 128 * 2 ** 20;

/** Where the list of a zip file begins is looked for in as many bytes from its end, a comment of any length included. */
const longestZipEnd = 22 + 2 ** 16;

if (!executable) process.stdout.write(`\nno Chromium here, so the browser tests are skipped; ${chromiumAdvice}\n`);

describe.skipIf(!executable)("in Chromium", { timeout: 180_000 }, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages(executable!, readReadmeExample(modelsFolder), fixturesDirectory());
  }, 120_000);
  afterAll(() => pages?.close());

  /** Nothing stays on the backend, and the page has nothing to say: a failing shader only says so. */
  async function call<Name extends Parameters<Pages["call"]>[0]>(...words: Parameters<typeof pages.call<Name>>) {
    const { result, leak } = await pages.call(...words);
    expect(pages.takeWords()).toEqual([]);
    expect(leak).toEqual({ tensors: 0, buffers: 0 });
    return result;
  }

  describe.each(["cpu", "wasm", "webgpu"] as const)("on %s", (backend) => {
    it.each(known.map((at) => [at.name, at] as const))("models/%s equals the reference", async (name, at) => {
      const strictness = backend === "cpu" ? "own" : "backend";
      const comparisons = await call("compareCase", backend, `fixtures/models/${name}`, strictness);
      expect(comparisons.filter((one) => !(one.used <= 1))).toEqual([]);
      expect(comparisons.filter((one) => one.name.startsWith("grad/"))).toHaveLength(countStoredGradients(at.tensors));
      report(`models/${name}`, backend, worst(comparisons).used);
    });
  });

  describe.each(Object.keys(optimizers) as (keyof typeof optimizers)[])("training with %s", (name) => {
    it("goes on wasm and webgpu as on cpu", async () => {
      const onCpu = await call("train", "cpu", name);
      for (const backend of ["wasm", "webgpu"] as const)
        for (const [step, { loss, gradientNorm }] of (await call("train", backend, name)).entries()) {
          expect(loss, backend).toBeCloseTo(onCpu[step]!.loss, 5);
          expect(gradientNorm, backend).toBeCloseTo(onCpu[step]!.gradientNorm, 4);
        }
    });
  });

  it("Model 1 at 3,137 tokens stays below WebGPU's smallest limit for a buffer", async () => {
    const onWasm = await call("runLongClip", "wasm");
    const onGpu = await call("runLongClip", "webgpu");
    expect(onGpu.largestBuffer).toBeGreaterThan(0);
    expect(onGpu.largestBuffer).toBeLessThanOrEqual(smallestBufferLimit);
    const differences = onGpu.features.map((feature, index) => Math.abs(feature - onWasm.features[index]!));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });

  it.each([
    "hf_vivit/model/model.safetensors",
    "hf_vivit/model_bin/pytorch_model.bin",
    "image_vit/vit_opt_prefixed_compressed.npz",
    "flax_msgpack/spacetime.chunked.checkpoint_4000",
  ])("reads the weights in %s as Node does, piece by piece, and tells how far it is", async (file) => {
    const inPage = await call("readWeights", "cpu", `fixtures/checkpoints/${file}`);
    const bytes = readFileSync(join(fixturesDirectory(), "checkpoints", ...file.split("/")));
    const inNode = await summarizeWeights(new Blob([bytes]));
    expect(inPage).toEqual(inNode);
    expect(inPage.progress.at(-1)).toEqual([inPage.parameters.length, inPage.parameters.length]);
    expect(inPage.largestRead).toBeLessThanOrEqual(Math.max(bytes.length / 2, longestZipEnd));
  });

  describe("the demo", () => {
    it.each(backendNames)("says on %s what it says in Node", async (backend) => {
      const { logits, parameters } = await classifyRandomClip("factorized-encoder", 3);
      const there = await call("classify", backend, "factorized-encoder", 3);
      const differences = there.logits.map((logit, index) => Math.abs(logit - logits[index]!));
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(0.1);
      expect(there.parameters).toBe(parameters);
    });
    it("classifies with every model", async () => {
      const { page, takeWords } = await pages.open("demo/");
      await page.getByLabel("Backend").selectOption("wasm");
      for (const variant of variantNames) {
        await page.getByLabel("Model").selectOption(variant);
        await page.getByRole("button", { name: "Classify a random clip" }).click();
        await page.getByRole("table").waitFor();
        expect(await page.getByRole("meter").count()).toBe(10);
      }
      expect(takeWords()).toEqual([]);
      await page.close();
    });
    it("says what to do where there is no WebGPU, and goes on", async () => {
      const { page, takeWords } = await pages.open("demo/", (blank) =>
        blank.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, "gpu")),
      );
      await page.getByLabel("Backend").selectOption("webgpu");
      await page.getByRole("button").click();
      expect(await page.getByRole("alert").textContent()).toBe(
        "openBackend: expected a WebGPU adapter, got none; choose webgl, wasm or cpu",
      );
      await page.getByLabel("Backend").selectOption("cpu");
      await page.getByRole("button").click();
      await page.getByRole("table").waitFor();
      expect(takeWords()).toEqual([]);
      await page.close();
    });
  });

  it("the example of @vivit/models says what it says in Node", async () => {
    const { page, takeWords } = await pages.open("tests/readme.html");
    const inPage = await page.evaluate(() => (globalThis as never as { ended: Promise<unknown[][]> }).ended);
    const modules = { "@tensorflow/tfjs": tf, "@vivit/models": models, "@vivit/nn": nn };
    expect(inPage).toEqual(await runReadmeExample(modelsFolder, modules));
    expect(takeWords()).toEqual([]);
    await page.close();
  });
});

const lines: string[] = [];
function report(name: string, backend: BackendName, used: number): void {
  lines.push(`${name}, ${backend} in Chromium: most of a tolerance used ${(100 * used).toFixed(1)} %`);
}
afterAll(() => void process.stdout.write(lines.length ? `\n${lines.join("\n")}\n` : ""));
