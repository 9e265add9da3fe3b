import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { motionClasses } from "@vivit/datasets";
import { randomKey } from "@vivit/nn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { writeModelDescription, writeModelWeights } from "../run/model-directory.ts";
import { preprocessingOf } from "../run/preprocessing-of.ts";
import { initialParameters } from "../run/training-state.ts";
import { readScoreDump } from "../scores/score-dump.ts";
import { runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace, smallRecipe } from "../testing/small-run.ts";

let place: SmallPlace;
beforeAll(async () => {
  place = await makeSmallPlace();
  await saveModel("one", 1);
  await saveModel("two", 2);
}, 60_000);
afterAll(() => place.remove());

/** A model that was never trained, with a head that is not zero: its scores differ from clip to clip. */
async function saveModel(name: string, seed: number): Promise<void> {
  const settings = smallRecipe.flatMap((word, at) =>
    at % 2 === 0 ? [[word.slice(2), smallRecipe[at + 1]!] as const] : [],
  );
  const recipe = overrideRecipe(findRecipe("motions"), settings);
  const model = modelConfigOf(recipe, { classes: motionClasses });
  const parameters = initialParameters(model, randomKey(seed)) as unknown as {
    head: { kernel: { values: Float32Array } };
  };
  for (const at of parameters.head.kernel.values.keys()) parameters.head.kernel.values[at] = Math.sin(at * seed);
  mkdirSync(place.run(name), { recursive: true });
  const saved = { model, labels: motionClasses, preprocessing: preprocessingOf(recipe) };
  await writeModelDescription(place.run(name), saved);
  await writeModelWeights(place.run(name), model, parameters as never);
}

const evaluate = (name: string, ...more: string[]) =>
  runCommand(["evaluate", "--model", place.run(name), "--data", place.data, "--threads", "1", ...more]);

describe("evaluate", () => {
  it("writes what it found: numbers, tables, scores and a page", async () => {
    const out = join(place.root, "one");
    const { code, stdout } = await evaluate("one", "--out", out, "--views", "2x3", "--json");
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ clips: 20, split: "validation", views: "2 clips × 3 crops", chance: 0.1 });
    expect(JSON.parse(readFileSync(join(out, "evaluation.json"), "utf8"))).toEqual(result);
    const lines = (name: string) => readFileSync(join(out, name), "utf8").trim().split("\n");
    expect(lines("clips.csv")).toHaveLength(21);
    expect(lines("clips.csv")[0]).toBe("clip,true class,predicted,probability");
    expect(lines("classes.csv")[0]).toBe("class,clips,recall,precision,average precision");
    expect(lines("confusion.csv")).toHaveLength(11);
    expect(lines("scores.csv")[1]).toMatch(/^val\/clockwise\/00000\.mp4,clockwise,-?[\d.e-]+,/);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Is it right as often as it says?");
    const dump = await readScoreDump(join(out, "scores.safetensors"));
    const printed = lines("scores.csv")[1]!.split(",").slice(2).map(Number);
    expect(printed.map(Math.fround)).toEqual([...dump.logits.values.subarray(0, 10)]);
  });

  it("averages probabilities where asked, which are other scores", async () => {
    const out = join(place.root, "probabilities");
    await evaluate("one", "--out", out, "--views", "2x3", "--average", "probabilities");
    const [logits, log] = [
      await readScoreDump(join(place.root, "one", "scores.safetensors")),
      await readScoreDump(join(out, "scores.safetensors")),
    ];
    const sum = [...log.logits.values.subarray(0, 10)].reduce((total, value) => total + Math.exp(value), 0);
    expect(sum).toBeCloseTo(1, 5);
    expect([...log.logits.values]).not.toEqual([...logits.logits.values]);
  });

  it("refuses views that cannot be", async () => {
    const { code, stderr } = await evaluate("one", "--views", "4x2");
    expect([code, stderr.trim()]).toEqual([
      2,
      "vivit: --views: expected clips along time x crops (1 or 3), such as 4x3, got 4x2",
    ]);
  });
});

describe("fuse", () => {
  const scores = (name: string) => join(place.root, name, "scores.safetensors");

  it("with itself changes nothing; with another, by weights", async () => {
    await evaluate("two", "--out", join(place.root, "two"), "--views", "2x3");
    const alone = JSON.parse(readFileSync(join(place.root, "one", "evaluation.json"), "utf8"));
    const same = JSON.parse((await runCommand(["fuse", scores("one"), scores("one"), "--json"])).stdout);
    expect(same.top1).toBe(alone.top1);
    expect(same.loss).toBeCloseTo(alone.loss, 5);
    const out = join(place.root, "fused");
    const { stdout } = await runCommand([
      "fuse",
      scores("one"),
      scores("two"),
      "--average",
      "logits",
      "--weights",
      "3,1",
      "--out",
      out,
    ]);
    expect(stdout).toMatch(/^20 clips\ntop-1 {2}\d+\.\d %/);
    const [one, two, fused] = await Promise.all([scores("one"), scores("two"), scores("fused")].map(readScoreDump));
    for (const [at, value] of fused!.logits.values.entries())
      expect(value).toBeCloseTo(0.75 * one!.logits.values[at]! + 0.25 * two!.logits.values[at]!, 5);
  });

  it("refuses what does not fit together", async () => {
    const lone = await runCommand(["fuse", scores("one")]);
    expect([lone.code, lone.stderr.trim()]).toEqual([
      2,
      "vivit: fuse: expected scores of two models or more, got 1; vivit evaluate --out writes them",
    ]);
    const other = await runCommand(["fuse", scores("one"), place.run("one", "model.safetensors")]);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("scores: expected scores that vivit evaluate --out wrote, got another file:");
    await evaluate("two", "--split", "train", "--out", join(place.root, "train"));
    const others = await runCommand(["fuse", scores("one"), scores("train")]);
    expect(others.stderr).toContain("(20 missing, the first val/clockwise/00000.mp4; 40 others)");
  });
});
