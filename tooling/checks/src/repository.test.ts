import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkCycles } from "./check-cycles.ts";
import { checkDependencies } from "./check-dependencies.ts";
import { checkDocblocks } from "./check-docblocks.ts";
import { checkExports } from "./check-exports.ts";
import { checkImports } from "./check-imports.ts";
import { checkLengths } from "./check-lengths.ts";
import { checkWords } from "./check-words.ts";
import { formatViolation } from "./violation.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const checks = { checkImports, checkDependencies, checkCycles, checkDocblocks, checkExports, checkLengths };

describe("this repository", () => {
  it.each(Object.entries(checks))("holds to %s", (_, check) => {
    expect(check(root).map(formatViolation)).toEqual([]);
  });
  it.runIf(existsSync(join(root, ".git")))("holds to checkWords", () => {
    expect(checkWords(root).map(formatViolation)).toEqual([]);
  });
});
