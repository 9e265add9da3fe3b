import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPacks } from "./check-packs.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

const manifest = {
  name: "@vivit/a",
  version: "1.0.0",
  license: "Apache-2.0",
  type: "module",
  files: ["dist"],
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
};
const files = {
  LICENSE: "the license",
  "packages/a/LICENSE": "the license",
  "packages/a/README.md": "# a",
  "packages/a/package.json": manifest,
  "packages/a/dist/index.js": "export const one = 1;",
  "packages/a/dist/index.d.ts": "export declare const one: number;",
};

/** Packs with npm, which every machine that runs these tests has: pnpm packs the same files. */
function packWithNpm(folder: string, destination: string): Uint8Array {
  const windows = process.platform === "win32";
  const words = ["pack", "--pack-destination", windows ? `"${destination}"` : destination, "--silent"];
  const { status, stderr } = spawnSync("npm", words, { cwd: folder, shell: windows, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return readFileSync(join(destination, "vivit-a-1.0.0.tgz"));
}

async function judge(of: Record<string, string | object>): Promise<string[]> {
  return (await checkPacks(makeRepository(of), packWithNpm)).map(formatViolation);
}

describe("checkPacks", () => {
  it("says nothing of a sound package, nor of a private one", async () => {
    const app = { "apps/b/package.json": { name: "@vivit/b", private: true } };
    expect(await judge({ ...files, ...app })).toEqual([]);
  });
  it("names what publint, attw and the license say of a broken one", async () => {
    const exports = { ".": { types: "./dist/index.d.cts", default: "./dist/index.js" } };
    const types = { ...manifest, exports, main: "./dist/gone.js" };
    const { "packages/a/LICENSE": _, "packages/a/dist/index.d.ts": declarations, ...rest } = files;
    const broken = { "packages/a/package.json": types, "packages/a/dist/index.d.cts": declarations };
    const found = await judge({ ...rest, ...broken, LICENSE: "another license" });
    expect(found).toContainEqual(
      expect.stringMatching(/^packages\/a\/package\.json:1: publint: .+gone.js.+does not exist/),
    );
    expect(found).toContainEqual(expect.stringMatching(/^packages\/a\/package\.json:1: attw: .+FalseCJS/));
    expect(found).toContain(
      "packages/a/package.json:1: the tarball lacks the repository's LICENSE; copy it into the package",
    );
  });
  it("names tests in the tarball, declarations that import sources, and versions that no registry knows", async () => {
    const more = {
      "packages/a/package.json": { ...manifest, dependencies: { "@vivit/b": "workspace:^" } },
      "packages/a/dist/a.test.ts": "",
      "packages/a/dist/index.d.ts": 'export { one } from "../src/index.ts";',
    };
    const found = await judge({ ...files, ...more });
    const at = "packages/a/package.json:1:";
    expect(found).toContain(`${at} a dependency has no version that a registry knows; pack with pnpm`);
    expect(found).toContain(
      `${at} the tarball holds a test: /node_modules/@vivit/a/dist/a.test.ts; leave it out in files`,
    );
    expect(found).toContain(
      `${at} declarations import a source file: /node_modules/@vivit/a/dist/index.d.ts; bundle declarations with tsup`,
    );
  });
});
