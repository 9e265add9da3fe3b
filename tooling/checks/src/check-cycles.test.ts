import { describe, expect, it } from "vitest";
import { checkCycles } from "./check-cycles.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

describe("checkCycles", () => {
  it("names packages that need each other, be it for tests", () => {
    const root = makeRepository({
      "packages/a/package.json": { name: "@vivit/a", dependencies: { "@vivit/b": "*" } },
      "packages/b/package.json": { name: "@vivit/b", devDependencies: { "@vivit/a": "*" } },
    });
    expect(checkCycles(root).map(formatViolation)).toEqual([
      "packages/a/package.json:1: packages need each other: @vivit/a → @vivit/b → @vivit/a; remove one of these dependencies",
    ]);
  });
  it("names files that import each other, but not files that share types", () => {
    const root = makeRepository({
      "packages/a/package.json": { name: "@vivit/a" },
      "packages/a/src/one.ts": 'import type { Three } from "./three.ts";\nimport { two } from "./deep/two.ts";',
      "packages/a/src/deep/two.ts": 'import { one } from "../one.ts";',
      "packages/a/src/three.ts": 'import { one } from "./one.ts";',
    });
    expect(checkCycles(root).map(formatViolation)).toEqual([
      "packages/a/src/deep/two.ts:1: files import each other: src/deep/two.ts → src/one.ts → src/deep/two.ts; move what they share to a file of its own",
    ]);
  });
});
