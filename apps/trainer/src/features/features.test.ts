import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { motionClasses } from "@vivit/datasets";
import { hostTensor, randomKey } from "@vivit/nn";
import { readNpy } from "@vivit/weights";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { writeModelDescription, writeModelWeights } from "../run/model-directory.ts";
import { preprocessingOf } from "../run/preprocessing-of.ts";
import { openRuntime } from "../run/runtime.ts";
import { initialParameters } from "../run/training-state.ts";
import { runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace, smallRecipe } from "../testing/small-run.ts";
import { probeLinearly } from "./linear-probe.ts";
import type { SplitFeatures } from "./split-features.ts";

let place: SmallPlace;
beforeAll(async () => {
  place = await makeSmallPlace();
  const settings = smallRecipe.flatMap((word, at) =>
    at % 2 === 0 ? [[word.slice(2), smallRecipe[at + 1]!] as const] : [],
  );
  const recipe = overrideRecipe(findRecipe("motions"), settings);
  const model = modelConfigOf(recipe, { classes: motionClasses });
  const preprocessing = preprocessingOf(recipe);
  mkdirSync(place.run("model"), { recursive: true });
  await writeModelDescription(place.run("model"), { model, labels: motionClasses, preprocessing });
  await writeModelWeights(place.run("model"), model, initialParameters(model, randomKey(0)));
}, 60_000);
afterAll(() => place.remove());

const features = (...more: string[]) =>
  runCommand(["features", "--model", place.run("model"), "--data", place.data, "--threads", "1", ...more]);

describe("vivit features", () => {
  it("writes one row a clip as .npy, named in a .csv, and probes them", async () => {
    const out = join(place.root, "features.npy");
    const { code, stdout } = await features("--out", out, "--probe", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ clips: 60, dim: 16, probe: { top1: expect.any(Number), chance: 0.1 } });
    const table = await readNpy(readFileSync(out));
    expect(table.shape).toEqual([60, 16]);
    expect(Array.from(table.values).some((value) => value !== 0)).toBe(true);
    const rows = readFileSync(join(place.root, "features.csv"), "utf8").trim().split("\n");
    expect(rows).toHaveLength(61);
    expect(rows[1]).toBe("train/clockwise/00000.mp4,train,clockwise");
  });
  it("writes the same as .parquet", async () => {
    const out = join(place.root, "features.parquet");
    const { stdout } = await features("--out", out, "--split", "validation");
    expect(stdout).toBe(`20 clips, 16 features each, in ${out}\n`);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({ clip: "val/clockwise/00000.mp4", split: "validation", classes: "clockwise" });
    const table = await readNpy(readFileSync(join(place.root, "features.npy")));
    expect(rows.flatMap(({ embedding }) => embedding)).toEqual(Array.from(table.values).slice(40 * 16));
  });
  it("refuses another ending before any work is done", async () => {
    const { code, stderr } = await features("--out", "features.txt");
    expect([code, stderr.trim()]).toEqual([
      2,
      "vivit: --out: expected a file that ends in .npy or .parquet, got features.txt",
    ]);
  });
});

describe("probeLinearly", () => {
  /** Points around a corner of their own for each of three classes. */
  const corners = (count: number, shift: number): SplitFeatures => {
    const labels = Array.from({ length: count }, (_, at) => [at % 3]);
    const values = labels.flatMap(([label], at) =>
      [0, 1, 2].map((axis) => 100 + (axis === label ? 5 : 0) + Math.sin(at * 7 + axis + shift)),
    );
    return {
      split: "train",
      clips: labels.map((_, at) => `${at}`),
      labels,
      features: hostTensor(Float32Array.from(values), [count, 3]),
    };
  };
  it("tells apart what a line can, wherever the features lie", async () => {
    const found = await probeLinearly(await openRuntime("native", 1), corners(30, 0), corners(12, 3), { classes: 3 });
    expect(found.top1).toBe(1);
    expect(found.loss).toBeLessThan(0.1);
  });
});
