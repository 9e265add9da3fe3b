import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspacePackage } from "./workspace.ts";

const skipped = new Set(["node_modules", "dist", "runs", "data", "coverage"]);
const source = /\.[cm]?[jt]s$/;

/** A source file of a package. */
export interface SourceFile {
  /** Relative to the package, with "/" between folders. */
  readonly name: string;
  /** Relative to the repository, with "/" between folders. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript and JavaScript file of a package that a person wrote, by name. */
export function sourceFiles({ folder, path }: WorkspacePackage): SourceFile[] {
  return listFiles(folder, "").map((name) => ({
    name,
    path: `${path}/${name}`,
    text: readFileSync(join(folder, name), "utf8"),
  }));
}

function listFiles(folder: string, prefix: string): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory())
      return skipped.has(entry.name) || entry.name.startsWith(".") ? [] : listFiles(folder, `${name}/`);
    return source.test(entry.name) ? [name] : [];
  });
}

const helpers = new Set(["testing", "fixtures"]); // folders of what only tests use

/** Whether a file runs where the package is installed; tests, benchmarks and configuration do not. */
export function isShipped(name: string): boolean {
  const folders = name.split("/").slice(0, -1);
  return (
    /^(src|recipes|bin)\//.test(name) && !name.endsWith(".test.ts") && !folders.some((folder) => helpers.has(folder))
  );
}

/** Whether a file is in a folder `node`, the only kind that may reach files, processes and other parts of Node. */
export function isForNode(name: string): boolean {
  return name.split("/").slice(0, -1).includes("node");
}
