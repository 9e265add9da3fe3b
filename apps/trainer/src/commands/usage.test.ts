import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMotions } from "@vivit/datasets/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";
import { smallRecipe } from "../testing/small-run.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-usage-"));
const motions = join(root, "motions");
beforeAll(async () => void (await writeMotions(motions, { train: 10, val: 10, size: 32 })));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const trainOn = (data: string, ...more: string[]) => [
  "train",
  "--data",
  data,
  "--runs",
  join(root, "runs"),
  "--name",
  "refused",
  ...smallRecipe,
  ...more,
];

/** A folder of classes, the first so many with one clip each. */
function makeFolder(name: string, classes: readonly string[], filled: number): string {
  for (const [at, folder] of classes.entries()) {
    mkdirSync(join(root, name, "train", folder), { recursive: true });
    if (at < filled)
      copyFileSync(join(motions, "val", "up", "00009.mp4"), join(root, name, "train", folder, "clip.mp4"));
  }
  return join(root, name);
}

/** The command fails with this code and one line that says this. */
async function expectRefusal(words: string[], code: number, message: string): Promise<void> {
  const result = await runCommand(words);
  expect(result.stderr.trim().split("\n").at(-1)).toContain(message);
  expect(result).toMatchObject({ code, stdout: "" });
}

describe("wrong usage and bad input say what to do", () => {
  it("no data", () =>
    expectRefusal(
      ["train"],
      2,
      "vivit: train: expected a folder of videos, got none; give --data DIR, or make one: vivit make motions",
    ));
  it("an empty folder", () =>
    expectRefusal(
      trainOn(mkdtempSync(join(root, "empty-"))),
      1,
      "which is empty; put clips in it as train/<class>/<clip>.mp4",
    ));
  it("one class only", () => expectRefusal(trainOn(makeFolder("single", ["only"], 1)), 1, "class"));
  it("a class without a clip", () => expectRefusal(trainOn(makeFolder("hollow", ["full", "hollow"], 1)), 1, "hollow"));
  it("a crop that the patch does not divide", () =>
    expectRefusal(
      trainOn(motions, "--clip.crop", "18"),
      1,
      "vivit: checkModelConfig: clip height 18 is not a multiple of tubelet height 8; crop to 16",
    ));
  it("an unknown field of a recipe", () =>
    expectRefusal(
      trainOn(motions, "--set", "train.epoch=3"),
      2,
      "vivit: recipe: unknown field train.epoch; did you mean train.epochs?",
    ));
  it("an unknown option", () =>
    expectRefusal(["train", "--epoch", "3"], 2, "vivit --help lists the commands and options"));
  it("a run that exists", () => {
    mkdirSync(join(root, "runs", "taken"), { recursive: true });
    writeFileSync(join(root, "runs", "taken", "config.json"), "{}");
    return expectRefusal(trainOn(motions, "--name", "taken"), 2, "holds a run already; go on with it by --resume");
  });
  it("nothing to go on from", () =>
    expectRefusal(
      ["train", "--resume", "nowhere"],
      2,
      "vivit: train: expected a run in nowhere, found none; give the directory of a run that was stopped, or begin one: vivit train --data DIR --name NAME",
    ));
  it("a directory without a model", () =>
    expectRefusal(
      ["predict", "clip.mp4", "--model", "nowhere"],
      2,
      "vivit: model: expected config.json in nowhere, found none",
    ));
});
