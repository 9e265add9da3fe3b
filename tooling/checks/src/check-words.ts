import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Violation } from "./violation.ts";
import { exempt, words } from "./words.ts";

/** No tracked text file holds a path or a host that exists on one machine only. */
export function checkWords(root: string): Violation[] {
  return trackedFiles(root).flatMap((path) => {
    const bytes = readFileSync(join(root, path));
    if (exempt.includes(path) || bytes.subarray(0, 8192).includes(0)) return [];
    return checkText(path, bytes.toString("utf8"));
  });
}

function trackedFiles(root: string): string[] {
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { status, stdout, stderr } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`checkWords: expected a git repository, got: ${stderr.trim()}`);
  return stdout.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

function checkText(path: string, text: string): Violation[] {
  return text.split("\n").flatMap((line, place) =>
    words.flatMap(({ pattern, what, fix }) => {
      const found = pattern.exec(line);
      return found === null ? [] : [{ path, line: place + 1, what: `${what}: ${found[0]}`, fix }];
    }),
  );
}
