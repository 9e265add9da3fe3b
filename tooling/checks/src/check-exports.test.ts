import { describe, expect, it } from "vitest";
import { checkExports } from "./check-exports.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

function judge(name: string, text: string): string[] {
  const root = makeRepository({ "packages/a/package.json": { name: "@vivit/a" }, [`packages/a/${name}`]: text });
  return checkExports(root).map(formatViolation);
}

describe("checkExports", () => {
  it("refuses export *", () => {
    for (const text of ['\nexport * from "./b.ts";', '\nexport * as b from "./b.ts";'])
      expect(judge("src/a.ts", text)).toEqual(["packages/a/src/a.ts:2: export * hides what is public; list the names"]);
  });
  it("refuses default exports, except of recipes and configuration", () => {
    for (const text of [
      "export default 1;",
      "export default function f() {}",
      "const a = 1; export { a as default };",
    ]) {
      const rule = "packages/a/src/a.ts:1: a default export has no name; export it by its name";
      expect(judge("src/a.ts", text)).toEqual([rule]);
      expect(judge("recipes/a.ts", text)).toEqual([]);
      expect(judge("tsup.config.ts", text)).toEqual([]);
    }
  });
  it("refuses an import with an effect in an index.ts", () => {
    expect(judge("src/index.ts", 'import "./register.ts";')).toEqual([
      "packages/a/src/index.ts:1: an import with an effect; export a function that the app calls",
    ]);
    expect(judge("src/index.ts", 'export { a } from "./a.ts";')).toEqual([]);
  });
});
