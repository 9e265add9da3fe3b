import { describe, expect, it } from "vitest";
import { checkImports } from "./check-imports.ts";
import type { ImportRow } from "./import-table.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

const core = "@tensorflow/tfjs-core";
const table: Readonly<Record<string, ImportRow>> = {
  "@vivit/low": { packages: [], libraries: [core] },
  "@vivit/high": { packages: ["@vivit/low"], libraries: [core] },
};

/** What is said of one file of @vivit/high, which declares everything that these tests import. */
function judge(file: string, text: string, more: Record<string, string | object> = {}): string[] {
  const dependencies = { "@vivit/low": "*", "@vivit/side": "*", [core]: "*", "@tensorflow/tfjs": "*", zod: "*" };
  const root = makeRepository({
    "packages/high/package.json": { name: "@vivit/high", dependencies, devDependencies: { "fast-check": "*" } },
    "packages/low/package.json": { name: "@vivit/low" },
    [`packages/high/${file}`]: text,
    ...more,
  });
  return checkImports(root, table).map(formatViolation);
}

describe("checkImports", () => {
  it("says nothing of imports that the table allows", () => {
    const lines = [
      'import { low } from "@vivit/low";',
      `import * as tf from "${core}";`,
      'import { own } from "./own.ts";',
    ];
    expect(judge("src/a.ts", lines.join("\n"))).toEqual([]);
  });
  it("refuses a package sideways or up, with its line, however it is imported", () => {
    const rule = "the import table does not allow @vivit/side; import only @vivit/low";
    for (const text of [
      '\nimport { side } from "@vivit/side";',
      '\nexport { side } from "@vivit/side";',
      '\nconst side = await import("@vivit/side");',
      '\ntype Side = import("@vivit/side").Side;',
    ])
      expect(judge("src/a.ts", text)).toEqual([`packages/high/src/a.ts:2: ${rule}`]);
  });
  it("is not misled by comments and strings", () => {
    expect(judge("src/a.ts", '// import "@vivit/side"\nconst text = \'import "@vivit/side"\';')).toEqual([]);
  });
  it("refuses a library that the table does not name", () => {
    const rule = "the import table does not allow zod; import only @tensorflow/tfjs-core";
    expect(judge("src/a.ts", 'import { z } from "zod";')).toEqual([`packages/high/src/a.ts:1: ${rule}`]);
  });
  it("refuses the whole of TensorFlow.js outside of apps and tests", () => {
    const text = 'import * as tf from "@tensorflow/tfjs";';
    const rule = "only apps and test set-up may import @tensorflow/tfjs; import @tensorflow/tfjs-core";
    expect(judge("src/a.ts", text)).toEqual([`packages/high/src/a.ts:1: ${rule}`]);
    expect(judge("src/a.test.ts", text)).toEqual([]);
    const app = { name: "@vivit/app", private: true, dependencies: { "@tensorflow/tfjs": "*" } };
    expect(judge("src/b.ts", "", { "apps/app/package.json": app, "apps/app/src/main.ts": text })).toEqual([]);
  });
  it("keeps Node inside folders named node", () => {
    const text = 'import { readFileSync } from "node:fs";';
    const rule = "node:fs is a part of Node; move the file into a folder node";
    expect(judge("src/a.ts", text)).toEqual([`packages/high/src/a.ts:1: ${rule}`]);
    expect(judge("src/node/a.ts", text)).toEqual([]);
    expect(judge("src/node/a.ts", 'import fs from "fs";')).toEqual([
      "packages/high/src/node/a.ts:1: fs is a part of Node; write node:fs",
    ]);
  });
  it("keeps what runs everywhere free of what runs on Node", () => {
    expect(judge("src/index.ts", 'export { a } from "./node/a.ts";')).toEqual([
      "packages/high/src/index.ts:1: ./node/a.ts runs only on Node; import it from a folder node, or move it out of one",
    ]);
    expect(judge("src/a.ts", 'import { low } from "@vivit/low/node";')).toEqual([
      "packages/high/src/a.ts:1: @vivit/low/node runs only on Node; import it from a folder node",
    ]);
  });
  it("refuses a path out of the package", () => {
    expect(judge("src/a.ts", 'import { low } from "../../low/src/index.ts";')).toEqual([
      "packages/high/src/a.ts:1: ../../low/src/index.ts is outside of the package; import the other package by its name",
    ]);
  });
  it("asks for a declaration: development dependencies count in tests only", () => {
    const text = 'import fc from "fast-check";';
    expect(judge("src/a.test.ts", text)).toEqual([]);
    expect(judge("src/a.test.ts", 'import { it } from "vitest";')).toEqual([
      "packages/high/src/a.test.ts:1: vitest is not declared; add it to package.json",
    ]);
    const row = { ...table, "@vivit/high": { packages: [], libraries: ["fast-check"] } };
    const root = makeRepository({
      "packages/high/package.json": { name: "@vivit/high", devDependencies: { "fast-check": "*" } },
      "packages/high/src/a.ts": text,
    });
    expect(checkImports(root, row).map(formatViolation)).toEqual([
      "packages/high/src/a.ts:1: fast-check is not declared; add it to package.json",
    ]);
  });
  it("asks for a row of each published package", () => {
    const root = makeRepository({ "packages/new/package.json": { name: "@vivit/new" } });
    expect(checkImports(root, table).map(formatViolation)).toEqual([
      "packages/new/package.json:1: @vivit/new has no row in the import table; add what it may import to tooling/checks/src/import-table.ts",
    ]);
  });
});
