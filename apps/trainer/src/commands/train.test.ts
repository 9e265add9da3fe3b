import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCheckpoint } from "../run/read-checkpoint.ts";
import { type CommandResult, runCommand, startCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace, smallRecipe } from "../testing/small-run.ts";

let place: SmallPlace;
const train = (name: string, ...more: string[]) => runCommand(place.trainWords(name, ...more));
const succeeded = (result: CommandResult) => expect(result, result.stderr).toMatchObject({ code: 0 });
const endOf = (name: string) => [place.losses(name), place.weights(name)];

beforeAll(async () => {
  place = await makeSmallPlace();
  succeeded(await train("whole", "--json"));
}, 120_000);
afterAll(() => place.remove());

describe("vivit train", () => {
  it("writes everything that a run is", () => {
    const [events, others] = [true, false].map((wanted) =>
      readdirSync(place.run("whole")).filter((name) => name.startsWith("events.out.tfevents.") === wanted),
    ) as [string[], string[]];
    expect(events).toHaveLength(2); // training, evaluation
    expect(others.sort()).toEqual([
      "checkpoints",
      "config.json",
      "metrics.jsonl",
      "model.safetensors",
      "preprocessor_config.json",
      "report.html",
      "results.json",
      "run.json",
      "trainer_state.json",
    ]);
    expect(place.losses("whole")).toHaveLength(20);
    expect(readFileSync(place.run("whole", "report.html"), "utf8")).toMatch(/repeated frame.*attention rollout/s);
  });
  it("gives the same bits twice, and from a save between two steps", async () => {
    succeeded(await train("again", "--checkpoints.everySteps", "7", "--checkpoints.keep", "9"));
    expect(endOf("again")).toEqual(endOf("whole"));
    const others = readdirSync(place.run("again", "checkpoints")).filter((name) => !name.startsWith("step-00000007"));
    expect(others.length).toBeGreaterThan(3);
    for (const name of others) rmSync(place.run("again", "checkpoints", name), { recursive: true });
    succeeded(await runCommand(["train", "--resume", place.run("again")]));
    expect(endOf("again")).toEqual(endOf("whole"));
  });
  it("gives the same losses eagerly", async () => {
    succeeded(await train("eager", "--runtime", "cpu"));
    const compiled = place.losses("whole");
    const differences = place.losses("eager").map(([, loss], at) => Math.abs(loss - compiled[at]![1]));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
  it("saves on Ctrl-C, says how to go on, and goes on bit for bit", async () => {
    const { process: child, result } = startCommand(place.trainWords("stopped"));
    const metrics = place.run("stopped", "metrics.jsonl");
    while (!existsSync(metrics) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const { code, stderr } = await result;
    expect(stderr).toMatch(
      /vivit: train: stopped by SIGINT after step \d+, everything is saved; go on with: vivit train --resume .*stopped\n$/,
    );
    expect(code).toBe(130);
    expect(existsSync(place.run("stopped", "model.safetensors"))).toBe(false);
    const page = place.run("stopped", "comparison.html");
    const compared = await runCommand(["compare", place.run("whole"), place.run("stopped"), "--out", page]);
    succeeded(compared);
    expect(compared.stdout).toMatch(/^run .*\n-+\nwhole +2 .*\nstopped +[01] .* -\n\nthe same recipe\npage .*\n$/);
    succeeded(await runCommand(["train", "--resume", place.run("stopped")]));
    expect(endOf("stopped")).toEqual(endOf("whole"));
  });
  it("begins again with the same bits where nothing was saved before it stopped", async () => {
    const bare = place.run("bare");
    mkdirSync(join(bare, "checkpoints", "step-00000000.partial"), { recursive: true });
    for (const name of ["run.json", "config.json"]) cpSync(place.run("whole", name), join(bare, name));
    writeFileSync(join(bare, "run.lock"), JSON.stringify({ process: 2 ** 30, host: hostname(), token: "x", beats: 1 }));
    writeFileSync(join(bare, "trainer_state.json.1.partial"), "{");
    expect(await train("bare")).toMatchObject({
      code: 2,
      stderr: `vivit: train: ${bare} holds a run already; go on with it by --resume ${bare}, choose another --name, or remove it\n`,
    });
    const resumed = await runCommand(["train", "--resume", bare]);
    succeeded(resumed);
    expect(resumed.stderr).toContain(
      "notice: the run stopped before its first checkpoint; it begins again at step 0\n",
    );
    expect(place.weights("bare")).toBe(place.weights("whole"));
    expect(readdirSync(bare).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
  it("begins as if for the first time where not even its beginning was written", async () => {
    mkdirSync(place.run("barest"), { recursive: true });
    writeFileSync(place.run("barest", "run.json.1.partial"), "{");
    const resumed = await runCommand(["train", "--resume", place.run("barest")]);
    expect(resumed).toMatchObject({ code: 2 });
    expect(resumed.stderr).toContain(`train: expected a run in ${place.run("barest")}, found none; give the directory`);
    succeeded(await train("barest", "--epochs", "1"));
  });
  it("goes on with the settings it began with, and says what differs", async () => {
    const resume = ["train", "--resume", place.run("whole")];
    const changed = await runCommand([
      ...resume,
      "--learning-rate",
      "0.5",
      "--train.epochs",
      "9",
      "--data.workers",
      "2",
    ]);
    expect(changed).toMatchObject({ code: 2 });
    expect(changed.stderr).toMatch(
      /^vivit: train: .*whole began with another recipe: train.epochs was 2, now 9; learningRate.peak was 0.001, now 0.5; leave the change out to go on, or begin a new run with --init .*whole\n$/,
    );
    const other = join(place.root, "other");
    cpSync(place.data, other, { recursive: true });
    rmSync(join(other, "val", "up"), { recursive: true });
    const moved = await runCommand([...resume, "--data", other]);
    expect(moved.stderr).toMatch(/is not what the run began with: \d+ validation clips instead of \d+; restore it/);
  });
  it("saves when its terminal is closed, with code 129", async () => {
    const { process: child, result } = startCommand(place.trainWords("closed", "--train.epochs", "50"));
    while (!existsSync(place.run("closed", "metrics.jsonl")) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.stderr!.destroy(); // what is written there from now on goes nowhere
    child.kill("SIGHUP");
    expect((await result).code).toBe(129);
    expect((await readCheckpoint(place.run("closed")))?.state.step).toBeGreaterThan(0);
  });
  it("is laid over other runs by vivit compare: numbers, curves, and the settings that differ", async () => {
    succeeded(await train("slower", "--epochs", "1", "--learning-rate", "0.0005"));
    const page = place.run("slower", "comparison.html");
    const { stdout } = await runCommand(["compare", place.run("whole"), place.run("slower"), "--out", page, "--json"]);
    const { runs, differences } = JSON.parse(stdout);
    const results = JSON.parse(readFileSync(place.run("whole", "results.json"), "utf8"));
    expect(runs).toMatchObject([
      { name: "whole", steps: 20, epochs: 2, top1: results.top1 },
      { name: "slower", steps: 10, epochs: 1, trainingLoss: expect.any(Number), validationLoss: expect.any(Number) },
    ]);
    expect(differences).toEqual([
      { path: "train.epochs", values: ["2", "1"] },
      { path: "learningRate.peak", values: ["0.001", "0.0005"] },
    ]);
    const text = readFileSync(page, "utf8");
    expect(text).toContain("<h1>2 runs compared</h1>");
    expect(text.match(/<svg[^>]*role="img"/g)).toHaveLength(4);
    expect(text).toMatch(/Training loss by epoch: whole ends at [\d.]+; slower ends at [\d.]+\./);
    expect(await runCommand(["compare", place.run("whole")])).toMatchObject({
      code: 2,
      stderr: "vivit: compare: expected two runs or more, got 1; give their directories\n",
    });
    expect(await runCommand(["compare", place.run("whole"), place.root])).toMatchObject({
      code: 2,
      stderr: `vivit: compare: expected a run in ${place.root}, found no trainer_state.json; give directories such as runs/motions\n`,
    });
  });
  it("stops early when validation gains nothing, with the best model", async () => {
    const options = ["--train.epochs", "5", "--earlyStopping.patience", "1", "--earlyStopping.minimumGain", "1"];
    succeeded(await train("early", ...options));
    expect(place.losses("early")).toHaveLength(20); // the first evaluation is a gain, the second is none
  });
  it("refuses a directory that another process uses", async () => {
    const { process: child, result } = startCommand(place.trainWords("used", "--train.epochs", "50"));
    while (!existsSync(place.run("used", "metrics.jsonl")) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await runCommand(["train", "--resume", place.run("used")]);
    child.kill("SIGTERM");
    expect(second).toMatchObject({ code: 2 });
    expect(second.stderr).toContain(`is in use by process ${child.pid} on `);
    expect((await result).code).toBe(143);
  });
  it("skips damaged files, counts them, and goes on", async () => {
    const damaged = join(place.root, "damaged");
    cpSync(place.data, damaged, { recursive: true });
    const folder = join(damaged, "train", "up");
    const [first, second] = readdirSync(folder).map((name) => join(folder, name)) as [string, string];
    writeFileSync(first, "this is a text file");
    truncateSync(second, 700);
    const options = ["--name", "damaged", "--data.maxBadFraction", "0.2", "--train.epochs", "1", "--json"];
    const result = await runCommand([
      "train",
      "--data",
      damaged,
      "--runs",
      join(place.root, "runs"),
      ...smallRecipe,
      ...options,
    ]);
    succeeded(result);
    expect(JSON.parse(result.stdout).skipped).toBe(2);
    expect(readFileSync(place.run("damaged", "report.html"), "utf8")).toContain("not a video");
  });
  it("trains Model 2 as well", async () => {
    succeeded(
      await train("factorized", "--model.variant", "factorized-encoder", "--model.temporalDepth", "1", "--epochs", "1"),
    );
    expect(JSON.parse(readFileSync(place.run("factorized", "config.json"), "utf8")).model_type).toBe(
      "vivit-factorized-encoder",
    );
  });
});
