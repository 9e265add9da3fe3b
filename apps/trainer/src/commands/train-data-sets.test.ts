import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { miniatures } from "@vivit/datasets/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";
import { smallRecipe } from "../testing/small-run.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-data-sets-"));
beforeAll(async () => {
  const { code, stdout } = await runCommand(["make", "miniatures", "--out", root, "--size", "32"]);
  expect([code, stdout.split("\n").length]).toEqual([0, miniatures.length + 1]);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it.each(miniatures)("two steps on $folder, then its evaluation", async ({ folder, source }) => {
  const data = `${source}:${join(root, folder)}`;
  const [runs, run] = [join(root, "runs"), join(root, "runs", folder)];
  const words = ["--data", data, "--runs", runs, "--name", folder, ...smallRecipe, "--train.epochs", "1", "--json"];
  const trained = await runCommand(["train", ...words, "--evaluation.temporalViews", "1"]);
  expect(trained.stderr).not.toContain("vivit:");
  expect(JSON.parse(trained.stdout)).toMatchObject({ clips: 4, skipped: 0 });
  const log = readFileSync(join(run, "metrics.jsonl"), "utf8").trim().split("\n");
  const steps = log.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "step");
  expect(steps.map(({ loss }) => Number.isFinite(loss))).toEqual([true, true]);

  const evaluated = await runCommand(["evaluate", "--model", run, "--data", data, "--json"]);
  expect(evaluated.code).toBe(0);
  const { clips, skipped, heads } = JSON.parse(evaluated.stdout);
  expect({ clips, skipped }).toEqual({ clips: 4, skipped: [] });
  if (source === "epic-kitchens") expect(heads.map(({ name }: { name: string }) => name)).toEqual(["noun", "verb"]);
});
