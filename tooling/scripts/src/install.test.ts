import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { hashOfFiles } from "./install.mjs";

it("hashOfFiles changes with a file's contents and presence, and not otherwise", () => {
  const folder = mkdtempSync(join(tmpdir(), "vivit-scripts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = ["a", "b"];
  writeFileSync(join(folder, "a"), "1");
  const first = hashOfFiles(folder, names);
  expect(hashOfFiles(folder, names)).toBe(first);
  writeFileSync(join(folder, "b"), "1");
  const second = hashOfFiles(folder, names);
  writeFileSync(join(folder, "a"), "2");
  expect(new Set([first, second, hashOfFiles(folder, names)]).size).toBe(3);
});
