import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { miniatures, readIndexFile } from "@vivit/datasets/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-prepare-"));
const something = join(root, miniatures.find(({ source }) => source === "something-something")!.folder);

beforeAll(async () => {
  expect((await runCommand(["make", "miniatures", "--out", root, "--size", "32"])).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("vivit prepare", () => {
  const prepare = (out: string, ...words: string[]) =>
    runCommand(["prepare", `something-something:${something}`, "--out", out, ...words]);

  it("copies, says how to go on, and makes nothing twice", async () => {
    const out = join(root, "small");
    const index = join(out, "index.jsonl");
    const first = await prepare(out, "--short-side", "16");
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toMatch(/^\d+ clips copied, 0 were there, 0 left out\n/);
    expect(first.stdout).toContain(`go on with: vivit train --data ${index}\n`);
    const { entries } = readIndexFile(index);
    rmSync(join(out, ...entries[0]!.path.split("/")));
    const second = await prepare(out, "--short-side", "16", "--json");
    expect(JSON.parse(second.stdout)).toMatchObject({ made: 1, found: entries.length - 1, skipped: [] });
    const checked = await runCommand(["check", index, "--out", join(root, "checked"), "--json"]);
    expect(JSON.parse(checked.stdout)).toMatchObject({ sound: entries.length, damaged: {} });
  }, 60_000);

  it("refuses to write into the data, and sizes that H.264 cannot have", async () => {
    const same = await prepare(something);
    expect([same.code, same.stderr]).toEqual([
      1,
      expect.stringContaining("expected another folder than the data's own"),
    ]);
    const odd = await prepare(join(root, "odd"), "--short-side", "17");
    expect([odd.code, odd.stderr]).toEqual([1, expect.stringContaining("expected an even shortSide")]);
  }, 60_000);
});
