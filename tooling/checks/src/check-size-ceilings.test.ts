import { describe, expect, it } from "vitest";
import { checkSizeCeilings } from "./check-size-ceilings.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

const manifest = { name: "@vivit/a", exports: { "./node": { "@vivit/source": "./src/a.ts", default: "./dist/a.js" } } };
const built = { "packages/a/package.json": manifest, "packages/a/dist/a.js": 'export { b } from "./b.js";' };
// 500 words that do not compress away, in a file that the entry imports
const words = Array.from({ length: 500 }, (_, place) => Math.imul(place + 1, 2654435761).toString(36)).join(" ");
const files = { ...built, "packages/a/dist/b.js": `import "pbf"; /* a comment */ export const b = "${words}";` };

async function judge(ceilings: Record<string, number>, of: Record<string, string | object> = files): Promise<string[]> {
  return (await checkSizeCeilings(makeRepository(of), ceilings)).map(formatViolation);
}

describe("checkSizeCeilings", () => {
  it("compares the bytes of an entry and of what it imports with its ceiling", async () => {
    const [line = "", ...rest] = await judge({ "@vivit/a/node": 1000 });
    expect(rest).toEqual([]);
    const found = /^packages\/a\/dist\/a\.js:1: (\d+) bytes minified and gzipped, at most 1000; /.exec(line);
    const bytes = Number(found?.[1]);
    expect(bytes).toBeGreaterThan(1500);
    expect(bytes).toBeLessThan(words.length);
    expect(await judge({ "@vivit/a/node": bytes })).toEqual([]);
    expect(await judge({ "@vivit/a/node": bytes - 1 })).toHaveLength(1);
  });
  it("asks for a ceiling of each entry, and for an entry of each ceiling", async () => {
    const table = "tooling/checks/src/size-ceilings.json";
    expect(await judge({ "@vivit/gone": 1 })).toEqual([
      expect.stringMatching(`^${table}:1: @vivit/a/node has no ceiling; add one; it has \\d+ bytes$`),
      `${table}:1: @vivit/gone is no entry of a package; remove it`,
    ]);
  });
  it("asks for a build", async () => {
    expect(await judge({ "@vivit/a/node": 1 }, { "packages/a/package.json": manifest })).toEqual([
      "packages/a/dist/a.js:1: it has not been built; run pnpm build",
    ]);
  });
});
