import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A package that people install. */
export interface PublishedPackage {
  readonly name: string;
  readonly folder: string;
  /** What its README tells to install, its own name included. */
  readonly installs: readonly string[];
}

/** Every package of the repository that is published, from its manifest and README. */
export function listPublishedPackages(): PublishedPackage[] {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return manifest.private === true
        ? []
        : [{ name: manifest.name as string, folder, installs: readInstalls(folder) }];
    });
}

function readInstalls(folder: string): string[] {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const line = /^npm install (.+)$/m.exec(readme)?.[1];
  if (line === undefined) throw new Error(`readInstalls: expected a line "npm install …" in ${folder}, found none`);
  return line
    .split("#")[0]!
    .trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith("-"));
}
