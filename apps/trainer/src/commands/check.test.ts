import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { miniatures } from "@vivit/datasets/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-check-"));
const kinetics = join(root, miniatures.find(({ source }) => source === "kinetics")!.folder);
const clipsOf = (file: string) =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line) as { path: string; hash?: string });

beforeAll(async () => {
  expect((await runCommand(["make", "miniatures", "--out", root, "--size", "32"])).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("vivit check", () => {
  const out = join(root, "checks");
  const check = (...words: string[]) => runCommand(["check", `kinetics:${kinetics}`, "--out", out, ...words]);
  let broken = "";
  beforeAll(async () => {
    const { stdout } = await check("--json");
    broken = clipsOf(JSON.parse(stdout).index)[0]!.path;
  }, 60_000);

  it("says that all is well, and writes an index with hashes and a page with a still of each class", async () => {
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(\d+) of \1 clips decode whole; read as kinetics, \d+ classes\n/);
    expect(stdout).toContain(`index ${join(out, "index.jsonl")}\nreport ${join(out, "report.html")}\n`);
    const clips = clipsOf(join(out, "index.jsonl"));
    expect(clips.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash ?? ""))).toBe(true);
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).toContain(`All ${clips.length} clips decode whole`);
    expect(page.match(/<img /g)?.length).toBe(new Set(JSON.parse((await check("--json")).stdout).classes).size);
  }, 60_000);

  it("names a clip that is broken by its reason, and leaves it out of the index if told to", async () => {
    writeFileSync(join(kinetics, ...broken.split("/")), "<html>not found</html>");
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toContain(`\n  1 not a video: ${broken}\n`);
    const total = clipsOf(join(out, "index.jsonl")).length;
    const fixed = await check("--fix");
    expect(fixed.stdout).toContain(`index ${join(out, "index.jsonl")}, ${total - 1} clips`);
    expect(clipsOf(join(out, "index.jsonl")).map(({ path }) => path)).not.toContain(broken);
    const again = await runCommand(["check", join(out, "index.jsonl"), "--out", join(root, "again"), "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ kind: "index", total: total - 1, sound: total - 1, damaged: {} });
  }, 60_000);

  it("decodes as many as are asked for, and refuses words that are no numbers", async () => {
    const { stdout } = await check("--sample", "2", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ checked: 2 });
    const refused = await check("--sample", "some");
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("--sample");
  }, 60_000);
});
