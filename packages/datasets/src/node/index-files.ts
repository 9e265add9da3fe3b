import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { ClipIndex } from "../clip-index.ts";
import { formatIndex, parseIndex } from "../index-file.ts";

/**
 * Read an index that `writeIndexFile` or `vivit check` wrote.
 *
 * @throws Error that names the line and what is wrong with it
 */
export function readIndexFile(path: string): ClipIndex {
  const index = parseIndex(readFileSync(path, "utf8"), path);
  const directory = index.directory.split("/").join(sep);
  return { ...index, directory: isAbsolute(directory) ? directory : join(dirname(path), directory), source: path };
}

/** Write an index as JSON Lines; whatever goes wrong, a whole file stays in its place. */
export function writeIndexFile(path: string, index: ClipIndex): void {
  const folder = dirname(resolve(path));
  mkdirSync(folder, { recursive: true });
  const partial = `${path}.partial`;
  const directory = relative(folder, resolve(index.directory)) || "."; // absolute where it is on another drive
  writeFileSync(partial, formatIndex(index, directory.split(sep).join("/")));
  renameSync(partial, path);
}
