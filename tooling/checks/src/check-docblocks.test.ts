import { describe, expect, it } from "vitest";
import { checkDocblocks } from "./check-docblocks.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

const exports = { ".": { "@vivit/source": "./src/index.ts", default: "./dist/index.js" } };

describe("checkDocblocks", () => {
  it("names each export without a docblock where it is declared", () => {
    const root = makeRepository({
      "packages/a/package.json": { name: "@vivit/a", exports },
      "packages/a/src/index.ts": 'export { add, type Numbers, subtract as minus, zero } from "./all.ts";\n',
      "packages/a/src/all.ts": [
        "/** The sum. */",
        "export function add(numbers: Numbers) { return numbers[0] + numbers[1]; }",
        "export function subtract(numbers: Numbers) { return numbers[0] - numbers[1]; }",
        "// not a docblock",
        "export const zero = 0;",
        "export type Numbers = [number, number];",
        "export const hidden = 1;",
      ].join("\n"),
    });
    const rule = "has no docblock; say in one sentence what it is";
    expect(checkDocblocks(root).map(formatViolation)).toEqual([
      `packages/a/src/all.ts:6: export Numbers ${rule}`,
      `packages/a/src/all.ts:3: export minus ${rule}`,
      `packages/a/src/all.ts:5: export zero ${rule}`,
    ]);
  });
  it("leaves what another package exports to that package", () => {
    const root = makeRepository({
      "packages/a/package.json": { name: "@vivit/a", exports },
      "packages/a/src/index.ts": 'export { other } from "@vivit/b";\n',
    });
    expect(checkDocblocks(root)).toEqual([]);
  });
});
