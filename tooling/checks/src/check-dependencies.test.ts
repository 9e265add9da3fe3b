import { describe, expect, it } from "vitest";
import { checkDependencies } from "./check-dependencies.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

function judge(manifest: object, files: Record<string, string>): string[] {
  const root = makeRepository({ "packages/one/package.json": { name: "@vivit/one", ...manifest }, ...files });
  return checkDependencies(root).map(formatViolation);
}

describe("checkDependencies", () => {
  it("names an unused dependency by its line", () => {
    expect(
      judge({ dependencies: { "@vivit/nn": "*", pbf: "*" } }, { "packages/one/src/a.ts": 'import "pbf";' }),
    ).toEqual(["packages/one/package.json:4: @vivit/nn in dependencies is never imported; remove it"]);
  });
  it("does not take a test's import for a use by those who install the package", () => {
    expect(judge({ dependencies: { pbf: "*" } }, { "packages/one/src/a.test.ts": 'import "pbf";' })).toEqual([
      "packages/one/package.json:4: pbf in dependencies is never imported; remove it",
    ]);
  });
  it("counts a dependency for development that a test, a script or a configuration uses, and types of what is used", () => {
    const devDependencies = { "fast-check": "*", tsup: "*", tsx: "*", "@vivit/tsup": "*", "@types/node": "*" };
    const files = {
      "packages/one/src/a.test.ts": 'import fc from "fast-check"; import { join } from "node:path";',
      "packages/one/src/worker.ts": 'const tsx = createRequire(import.meta.url).resolve("tsx");',
      "packages/one/tsup.config.ts": 'import { library } from "@vivit/tsup";',
    };
    expect(judge({ scripts: { build: "tsup" }, devDependencies }, files)).toEqual([]);
  });
  it("counts what a dependency asks for as a peer", () => {
    const files = {
      "packages/one/src/a.ts": 'import { two } from "@vivit/two";',
      "packages/two/package.json": '{ "name": "@vivit/two", "peerDependencies": { "node-av": "*" } }',
      "packages/two/src/a.ts": 'import av from "node-av";',
    };
    expect(judge({ dependencies: { "@vivit/two": "*", "node-av": "*" } }, files)).toEqual([]);
  });
});
