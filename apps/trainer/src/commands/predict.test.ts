import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace } from "../testing/small-run.ts";

let place: SmallPlace;
beforeAll(async () => {
  place = await makeSmallPlace();
  const { code, stderr } = await runCommand(place.trainWords("model", "--epochs", "1"));
  expect(code, stderr).toBe(0);
}, 120_000);
afterAll(() => place.remove());

const clip = () => join(place.data, "val", "up", readdirSync(join(place.data, "val", "up"))[0]!);

describe("vivit predict", () => {
  it("prints label and score as the pipeline of transformers does", async () => {
    const { stdout } = await runCommand(["predict", clip(), "--model", place.run("model"), "--top", "3", "--json"]);
    const scores = JSON.parse(stdout);
    expect(scores).toHaveLength(3);
    expect(scores[0]).toEqual({ label: expect.any(String), score: expect.any(Number) });
  });
  it("scores the other files when one does not decode, and fails at the end", async () => {
    const text = join(place.root, "text.mp4");
    writeFileSync(text, "this is a text file");
    const { code, stdout, stderr } = await runCommand([
      "predict",
      text,
      clip(),
      "--model",
      place.run("model"),
      "--json",
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([{ error: expect.stringContaining("text.mp4") }, expect.any(Array)]);
    expect(stderr).toMatch(/^vivit: predict: .*text\.mp4/);
  });
});

describe("vivit evaluate", () => {
  it("finds what the run found", async () => {
    const { stdout } = await runCommand(["evaluate", "--model", place.run("model"), "--data", place.data, "--json"]);
    const results = JSON.parse(readFileSync(place.run("model", "results.json"), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({ clips: 20, top1: results.top1, control: results.control });
  });
});
