import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fixturesDirectory } from "./cases.ts";

/** A file or folder of weights in a case. */
export interface CheckpointPath {
  /** Relative to the case, with "/" between folders. */
  readonly name: string;
  readonly path: string;
}

/** Names of files that hold weights or name the files that do; a shard alone is none. */
const weights = /\.(npz|pth|pt|bin|safetensors|index\.json)$|\.checkpoint_\d+$/;
const parts = /-\d+-of-\d+\.|^tensors\.safetensors$/;

/** The folder of a case. */
export function checkpointDirectory(name: string): string {
  return join(fixturesDirectory(), "checkpoints", name);
}

/** Every file of weights of a case, in folders too. */
export function listCheckpoints(name: string): CheckpointPath[] {
  const root = checkpointDirectory(name);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => join(root, file))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, name: relative(root, path).split(sep).join("/") }))
    .filter(({ name: file }) => weights.test(file) && !parts.test(file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
