import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { modelConfigOf } from "../recipe/model-config.ts";
import { runCommand } from "../testing/run-command.ts";
import { type AblationResults, experimentOf, readResults, writeResults } from "./ablation-results.ts";
import { ablationNames } from "./ablation-table.ts";
import { cutIndex } from "./cut-index.ts";
import { describeTable } from "./describe-table.ts";
import { ablationTables } from "./find-table.ts";
import { missingRuns } from "./run-table.ts";
import { isApart, spreadOf } from "./spread.ts";
import { recipeOf } from "./train-row.ts";
import { resultsPath, writePage } from "./write-page.ts";

const folder = mkdtempSync(join(tmpdir(), "vivit-ablate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { table2 } = ablationTables;
const run = (row: string, seed: number, top1: number) => ({
  row,
  seed,
  experiment: experimentOf(table2, table2.rows.find(({ name }) => name === row)!),
  top1: { 1: top1 - 0.02, 4: top1 },
  trainingLoss: 1,
  seconds: 10,
});
const results: AblationResults = {
  table: "table2",
  runs: [run("model-2", 0, 0.92), run("model-2", 1, 0.94), run("average-pool", 0, 0.88), run("average-pool", 1, 0.9)],
};

describe("tables", () => {
  it.each(ablationNames)("%s: every row is a recipe and a model that fit together", (name) => {
    const table = ablationTables[name];
    for (const row of table.rows) modelConfigOf(recipeOf(table, row, 0), { classes: ["a", "b"] });
    for (const { better, worse } of table.claims)
      expect(table.rows.map((row) => row.name)).toEqual(expect.arrayContaining([better, worse]));
    expect(new Set(table.rows.map((row) => row.name)).size).toBe(table.rows.length);
  });
  it("refuses another name with the nearest", async () => {
    const { code, stderr } = await runCommand(["ablate", "tabel2"]);
    expect([code, stderr.trim()]).toEqual([
      2,
      "vivit: ablate: expected one of table1, table2, table3, table4, figure8, got tabel2; did you mean table2?",
    ]);
  });
});

describe("missingRuns", () => {
  it("leaves out what is done, and begins with what decides", () => {
    const missing = missingRuns(table2, results, 3).map(({ row, seed }) => `${row.name} ${seed}`);
    expect(missing.slice(0, 3)).toEqual(["model-2 2", "average-pool 2", "model-1 0"]);
    expect(missing).toHaveLength(11);
  });
  it("runs a row again once its settings are others", () => {
    const [first, ...rest] = table2.rows as [(typeof table2.rows)[number], ...typeof table2.rows];
    const changed = { ...table2, rows: [{ ...first, settings: [["model.dim", "96"]] as const }, ...rest] };
    const done = { table: "table2", runs: table2.rows.map(({ name }) => run(name, 0, 0.5)) };
    expect(missingRuns(changed, done, 1).map(({ row }) => row.name)).toEqual(["model-1"]);
  });
});

describe("describeTable", () => {
  const lines = describeTable(table2, results).split("\n");
  it("prints mean and spread beside the paper's figures", () => {
    expect(lines[3]).toMatch(
      /^\| Model 2: factorized encoder +\|.*\| +91\.0 ± 1\.4 \| +93\.0 ± 1\.4 \| +2 \| +78\.8 \| +43\.7 \|$/,
    );
    expect(lines[2]).toMatch(/\| +not run \| +not run \| +0 \| +80\.0 \| +43\.1 \|$/);
  });
  it("aligns its columns", () => {
    const ends = (line: string) => [...line.matchAll(/\|/g)].map(({ index }) => index);
    for (const line of lines.slice(1, -2)) expect(ends(line)).toEqual(ends(lines[0]!));
  });
  it("says whether what was expected came out, and whether beyond the seeds", () => {
    expect(lines.at(-1)).toBe(
      "- Model 2 with four temporal layers beats the average-pool baseline: yes, 92.0 to 94.0 % against 88.0 to 90.0 %, outside the seeds' spread.",
    );
  });
});

describe("the page", () => {
  const page = join(folder, "docs", "ablations.md");
  it("shows what lies beside it, and names the command for the rest", async () => {
    await writeResults(resultsPath(page, "table2"), results);
    await writePage(page);
    const text = readFileSync(page, "utf8");
    expect(text).toContain(" 93.0 ± 1.4 |");
    expect(text).toMatch(/Table 3[\s\S]*Not run yet\.\n\n`vivit ablate table3`/);
    expect(await readResults(resultsPath(page, "table2"), table2)).toEqual(results);
  });
  it("does not take another file for results", async () => {
    const path = join(folder, "damaged.json");
    writeFileSync(path, "{}");
    await expect(readResults(path, table2)).rejects.toThrow(`ablate: ${path} does not hold results`);
  });
});

describe("spread", () => {
  it("of one measurement has no deviation, of none is none", () => {
    expect(spreadOf([3])).toEqual({ count: 1, mean: 3, lowest: 3, highest: 3 });
    expect(spreadOf([])).toBeUndefined();
    expect(isApart(spreadOf([3, 4])!, spreadOf([1, 3])!)).toBe(false);
  });
});

describe("cutIndex", () => {
  it("keeps the first training clips of each class and all others", () => {
    const entry = (path: string, label: number, split: "train" | "validation") => ({ path, labels: [label], split });
    const entries = [
      entry("a", 0, "train"),
      entry("b", 0, "train"),
      entry("c", 1, "train"),
      entry("d", 0, "validation"),
    ];
    expect(cutIndex({ entries }, 1).entries.map(({ path }) => path)).toEqual(["a", "c", "d"]);
  });
});
