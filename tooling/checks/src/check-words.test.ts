import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { checkWords } from "./check-words.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

function judge(files: Record<string, string>): string[] {
  const root = makeRepository(files);
  expect(spawnSync("git", ["init", "--quiet"], { cwd: root }).status).toBe(0);
  return checkWords(root).map(formatViolation);
}

describe("checkWords", () => {
  it("names paths of one machine", () => {
    for (const path of ["/work/data", "/root/x", "/tmp/x", "/home/ada/", "/Users/ada/", "C:\\Users\\ada"])
      expect(judge({ "README.md": `\nRun ${path}` })).toEqual([
        expect.stringMatching(/^README\.md:2: a path of one machine: .+; write a path relative to the repository$/),
      ]);
  });
  it("names hosts of registries, in the lockfile too", () => {
    expect(judge({ "pnpm-lock.yaml": "tarball: https://registry.npmjs.org/a/-/a-1.tgz" })).toEqual([
      "pnpm-lock.yaml:1: the host of a registry: https://registry.npmjs.org; leave the host to each machine's own settings",
    ]);
    expect(judge({ ".npmrc": "registry=http://npm-registry.example:4873/" })).toHaveLength(1);
  });
  it("says nothing of relative paths, other addresses, binary files and ignored files", () => {
    expect(
      judge({
        "README.md": "src/work/a.ts ./tmp/x https://example.com/work/a /home/me/model.ts the registry",
        "a.bin": "\0/work/data",
        ".gitignore": "ignored.txt",
        "ignored.txt": "/work/data",
      }),
    ).toEqual([]);
  });
  it("says what is wrong where there is no repository", () => {
    const root = makeRepository({ "a.txt": "" });
    expect(() => checkWords(root)).toThrow(/^checkWords: expected a git repository, got: /);
  });
});
