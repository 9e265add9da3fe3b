import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import type { BackendName } from "@vivit/demo/backends";
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
import { smallestBufferLimit } from "./page/largest-buffer.ts";
import { summarizeWeights } from "./page/read-weights.ts";
import { scoreInNode } from "./score-in-node.ts";

const executable = findChromium();
const cases = listCases("models").map((name) => readCase<ModelCase>("models", name));
const known = cases.filter((at) => modelOf(at));
const modelsFolder = fileURLToPath(new URL(".", import.meta.resolve("@vivit/models/package.json")));

/** Where the list of a zip file begins is looked for in as many bytes from its end, a comment of any length included. */
const longestZipEnd = 22 + 2 ** 16;

/** 26 MB of weights in eight blocks: as a B/16x2, most of them in kernels that are turned. */
const sizedModel: models.ModelConfig = {
  variant: "space-time",
  clip: { frames: 8, height: 64, width: 64 },
  channels: 3,
  tubelet: { frames: 2, height: 16, width: 16 },
  encoder: { dim: 256, depth: 8, heads: 4, mlpDim: 1024 },
  pool: "token",
  classes: 10,
};

/** Those that a software adapter does not slow down; the demo's tour compares all. */
const quickRuntimes = ["compiled-wasm", "wasm", "cpu"] as const;

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

  it("loads a model without ever having two copies of it, and tells how far it is", async () => {
    const loaded = await call("loadModel", "cpu", sizedModel);
    expect(loaded.fileBytes).toBeGreaterThan(25e6);
    expect(loaded.bufferBytes).toBeLessThan(1.2 * loaded.fileBytes);
    expect(loaded.progress).toEqual(Array.from({ length: loaded.parameters }, (_, at) => at + 1));
    lines.push(
      `loading ${(loaded.fileBytes / 1e6).toFixed(0)} MB in Chromium: buffers of ${(loaded.bufferBytes / loaded.fileBytes).toFixed(2)} times the file, ${loaded.seconds.toFixed(2)} s`,
    );
  });

  it.each(["motions", "motions-factorized"] as const)("the demo's %s says what it says in Node", async (name) => {
    const logits = await scoreInNode(name);
    const measured = await call("demoLogits", "cpu", name, quickRuntimes);
    for (const one of measured) {
      if (!("logits" in one)) throw new Error(`${one.name}: ${one.problem}`);
      const differences = one.logits.map((logit, index) => Math.abs(logit - logits[index]!));
      expect(Math.max(...differences), one.name).toBeLessThan(1e-4);
    }
    expect(measured.map((one) => one.name)).toEqual(quickRuntimes);
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(1);
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
