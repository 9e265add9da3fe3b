import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMotions } from "@vivit/datasets/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, runCommand, smallRecipe, startCommand } from "./testing/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-command-line-"));
const data = join(root, "motions");
const inRoot = (...words: string[]) => runCommand(words, root);
const train = (name: string, ...more: string[]) =>
  inRoot("train", "--data", data, "--name", name, ...smallRecipe, ...more);
const run = (name: string, ...rest: string[]) => join(root, "runs", name, ...rest);
const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const losses = (name: string) =>
  readFileSync(run(name, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "step")
    .map(({ step, loss }) => [step, loss]);
const succeeded = (result: CommandResult) => expect(result, result.stderr).toMatchObject({ code: 0 });

beforeAll(async () => {
  await writeMotions(data, { train: 40, val: 20, size: 32 });
  succeeded(await train("whole", "--json"));
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("vivit train", () => {
  it("writes everything that a run is", () => {
    expect(readdirSync(run("whole")).sort()).toEqual([
      "checkpoints",
      "config.json",
      "metrics.jsonl",
      "model.safetensors",
      "preprocessor_config.json",
      "report.html",
      "results.json",
      "trainer_state.json",
    ]);
    expect(losses("whole")).toHaveLength(20);
    expect(readFileSync(run("whole", "report.html"), "utf8")).toContain("repeated frame");
  });
  it("gives the same bits twice", async () => {
    succeeded(await train("again"));
    expect(losses("again")).toEqual(losses("whole"));
    expect(digest(run("again", "model.safetensors"))).toBe(digest(run("whole", "model.safetensors")));
  });
  it("gives the same losses eagerly", async () => {
    succeeded(await train("eager", "--runtime", "cpu", "--train.epochs", "1"));
    const compiled = losses("whole").slice(0, 3);
    for (const [at, [, loss]] of losses("eager").slice(0, 3).entries()) expect(loss).toBeCloseTo(compiled[at]![1], 3);
  });
  it("saves on Ctrl-C, says how to go on, and goes on bit for bit", async () => {
    const { process: child, result } = startCommand(
      ["train", "--data", data, "--name", "stopped", ...smallRecipe],
      root,
    );
    while (!existsSync(run("stopped", "metrics.jsonl")) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const { code, stderr } = await result;
    expect(stderr).toMatch(
      /vivit: train: stopped by SIGINT after step \d+, everything is saved; go on with: vivit train --resume runs.stopped\n$/,
    );
    expect(code).toBe(130);
    expect(existsSync(run("stopped", "model.safetensors"))).toBe(false);
    succeeded(await inRoot("train", "--resume", join("runs", "stopped")));
    expect(losses("stopped")).toEqual(losses("whole"));
    expect(digest(run("stopped", "model.safetensors"))).toBe(digest(run("whole", "model.safetensors")));
  });
  it("skips damaged files, counts them, and goes on", async () => {
    const damaged = join(root, "damaged");
    cpSync(data, damaged, { recursive: true });
    const [first, second] = readdirSync(join(damaged, "train", "up")).map((name) =>
      join(damaged, "train", "up", name),
    ) as [string, string];
    writeFileSync(first, "this is a text file");
    truncateSync(second, 700);
    const result = await inRoot(
      "train",
      "--data",
      damaged,
      "--name",
      "damaged",
      ...smallRecipe,
      "--data.maxBadFraction",
      "0.2",
      "--train.epochs",
      "1",
      "--json",
    );
    succeeded(result);
    expect(JSON.parse(result.stdout).skipped).toBe(2);
    expect(readFileSync(run("damaged", "report.html"), "utf8")).toContain("not a video");
  });
});

describe("vivit predict", () => {
  const clip = () => join(data, "val", "up", readdirSync(join(data, "val", "up"))[0]!);
  it("prints label and score as the pipeline of transformers does", async () => {
    const { stdout } = await inRoot("predict", clip(), "--model", run("whole"), "--top", "3", "--json");
    const scores = JSON.parse(stdout);
    expect(scores).toHaveLength(3);
    expect(scores[0]).toEqual({ label: expect.any(String), score: expect.any(Number) });
  });
  it("scores the other files when one does not decode, and fails at the end", async () => {
    const text = join(root, "text.mp4");
    writeFileSync(text, "this is a text file");
    const { code, stdout, stderr } = await inRoot("predict", text, clip(), "--model", run("whole"), "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([{ error: expect.stringContaining("text.mp4") }, expect.any(Array)]);
    expect(stderr).toMatch(/^vivit: predict: .*text\.mp4/);
  });
});

describe("vivit evaluate", () => {
  it("finds what the run found", async () => {
    const { stdout } = await inRoot("evaluate", "--model", run("whole"), "--data", data, "--json");
    const results = JSON.parse(readFileSync(run("whole", "results.json"), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({ clips: 20, top1: results.top1, control: results.control });
  });
});

describe("wrong usage and bad input say what to do", () => {
  const refuse = async (words: string[], code: number, message: string) => {
    const result = await inRoot(...words);
    expect(result.stderr.trim().split("\n").at(-1)).toContain(message);
    expect(result).toMatchObject({ code, stdout: "" });
  };
  const trainOn = (folder: string, ...more: string[]) => [
    "train",
    "--data",
    join(root, folder),
    "--name",
    `on-${folder}`,
    ...smallRecipe,
    ...more,
  ];
  const folderOf = (name: string, ...classes: string[]) => {
    for (const folder of classes) mkdirSync(join(root, name, "train", folder), { recursive: true });
    return (folder: string) =>
      copyFileSync(
        join(data, "val", "up", readdirSync(join(data, "val", "up"))[0]!),
        join(root, name, "train", folder, "clip.mp4"),
      );
  };

  it("no data", () =>
    refuse(
      ["train"],
      2,
      "vivit: train: expected a folder of videos, got none; give --data DIR, or make one: vivit make motions",
    ));
  it("an empty folder", () => {
    mkdirSync(join(root, "empty"));
    return refuse(trainOn("empty"), 1, "which is empty; put clips in it as train/<class>/<clip>.mp4");
  });
  it("one class only", () => {
    folderOf("single", "only")("only");
    return refuse(trainOn("single"), 1, "class");
  });
  it("a class without a clip", () => {
    folderOf("hollow", "full", "hollow")("full");
    return refuse(trainOn("hollow"), 1, "hollow");
  });
  it("a crop that the patch does not divide", () =>
    refuse(
      [...trainOn("motions"), "--clip.crop", "18"],
      1,
      "vivit: checkModelConfig: clip height 18 is not a multiple of tubelet height 8; crop to 16",
    ));
  it("an unknown field of a recipe", () =>
    refuse(
      [...trainOn("motions"), "--set", "train.epoch=3"],
      2,
      "vivit: recipe: unknown field train.epoch; did you mean train.epochs?",
    ));
  it("an unknown option", () => refuse(["train", "--epoch", "3"], 2, "vivit --help lists the commands and options"));
  it("a run that exists", () =>
    refuse(
      ["train", "--data", data, "--name", "whole", ...smallRecipe],
      2,
      "holds a run already; go on with it by --resume",
    ));
  it("nothing to go on from", () =>
    refuse(["train", "--resume", "nowhere"], 2, "vivit: train: expected a checkpoint in nowhere, found none"));
  it("a directory without a model", () =>
    refuse(
      ["predict", "clip.mp4", "--model", "nowhere"],
      2,
      "vivit: model: expected config.json in nowhere, found none",
    ));
});
