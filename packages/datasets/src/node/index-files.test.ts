import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ClipIndex } from "../clip-index.ts";
import { temporaryFolder } from "../fixtures/video-files.ts";
import { readIndexFile, writeIndexFile } from "./index-files.ts";

const made = (directory: string): ClipIndex => ({
  directory,
  classes: ["b", "a"],
  entries: [{ path: "1.mp4", labels: [1], split: "train" }],
  horizontalFlip: false,
  validation: "held out",
});

it("an index file finds its clips from where it lies, wherever both are moved", () => {
  const folder = temporaryFolder();
  const [data, path] = [join(folder, "data"), join(folder, "checks", "new", "index.jsonl")];
  mkdirSync(data);
  writeIndexFile(path, made(data));
  expect(readdirSync(join(folder, "checks", "new"))).toEqual(["index.jsonl"]);
  expect(readIndexFile(path)).toEqual({ ...made(data), source: path });
  writeIndexFile(join(data, "index.jsonl"), made(data));
  expect(readIndexFile(join(data, "index.jsonl")).directory).toBe(data);
});

it("an index file that is none is refused by name and line", () => {
  const path = join(temporaryFolder(), "index.jsonl");
  writeFileSync(path, "{}\n");
  expect(() => readIndexFile(path)).toThrow(`${path}, line 1: format: Invalid input: expected "vivit-index"`);
});
