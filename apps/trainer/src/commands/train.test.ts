import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, runCommand, startCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace, smallRecipe } from "../testing/small-run.ts";

let place: SmallPlace;
const train = (name: string, ...more: string[]) => runCommand(place.trainWords(name, ...more));
const succeeded = (result: CommandResult) => expect(result, result.stderr).toMatchObject({ code: 0 });

beforeAll(async () => {
  place = await makeSmallPlace();
  succeeded(await train("whole", "--json"));
}, 120_000);
afterAll(() => place.remove());

describe("vivit train", () => {
  it("writes everything that a run is", () => {
    expect(readdirSync(place.run("whole")).sort()).toEqual([
      "checkpoints",
      "config.json",
      "metrics.jsonl",
      "model.safetensors",
      "preprocessor_config.json",
      "report.html",
      "results.json",
      "trainer_state.json",
    ]);
    expect(place.losses("whole")).toHaveLength(20);
    expect(readFileSync(place.run("whole", "report.html"), "utf8")).toContain("repeated frame");
  });
  it("gives the same bits twice", async () => {
    succeeded(await train("again"));
    expect(place.losses("again")).toEqual(place.losses("whole"));
    expect(place.weights("again")).toBe(place.weights("whole"));
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
    succeeded(await runCommand(["train", "--resume", place.run("stopped")]));
    expect(place.losses("stopped")).toEqual(place.losses("whole"));
    expect(place.weights("stopped")).toBe(place.weights("whole"));
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
