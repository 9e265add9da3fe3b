import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where packages live: published packages, programs, and what only this repository uses. */
export type Group = "packages" | "apps" | "tooling";
const groups: readonly Group[] = ["packages", "apps", "tooling"];

/** The part of a package.json that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Record<string, string | Record<string, string>>;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** A package of this repository. */
export interface WorkspacePackage {
  readonly name: string;
  readonly group: Group;
  /** Absolute. */
  readonly folder: string;
  /** Relative to the repository, with "/" between folders. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** Every package of the repository at `root`, by folder name. */
export function readWorkspace(root: string): WorkspacePackage[] {
  return groups.flatMap((group) => {
    if (!existsSync(join(root, group))) return [];
    return readdirSync(join(root, group))
      .filter((name) => existsSync(join(root, group, name, "package.json")))
      .map((name) => readPackage(root, group, name));
  });
}

function readPackage(root: string, group: Group, name: string): WorkspacePackage {
  const folder = join(root, group, name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  return { name: manifest.name, group, folder, path: `${group}/${name}`, manifest };
}
