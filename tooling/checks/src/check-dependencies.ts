import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findImports, findLookUps, packageOf } from "./find-imports.ts";
import { isShipped, sourceFiles } from "./source-files.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace, type WorkspacePackage } from "./workspace.ts";

const kinds = ["dependencies", "peerDependencies", "devDependencies"] as const;

/** Each dependency that a package.json declares is used, where it says that it is used. */
export function checkDependencies(root: string): Violation[] {
  const packages = readWorkspace(root);
  return packages.flatMap((owner) => {
    const used = usedPackages(owner);
    for (const name of peersOfDependencies(owner, packages)) {
      used.shipped.add(name);
      used.anywhere.add(name);
    }
    return kinds.flatMap((kind) =>
      Object.keys(owner.manifest[kind] ?? {}).flatMap((name) => {
        const where = kind === "devDependencies" || owner.manifest.private ? used.anywhere : used.shipped;
        return where.has(name.replace(/^@types\//, "")) ? [] : [unused(owner, kind, name)];
      }),
    );
  });
}

/** The packages that a package's files import, and whose programs its scripts start. */
function usedPackages(owner: WorkspacePackage): { shipped: Set<string>; anywhere: Set<string> } {
  const shipped = new Set<string>();
  const anywhere = new Set<string>();
  for (const script of Object.values(owner.manifest.scripts ?? {})) anywhere.add(script.split(" ")[0]!);
  for (const file of sourceFiles(owner)) {
    const imports = findImports(file.path, file.text).map(({ specifier }) => specifier);
    for (const specifier of [...imports, ...findLookUps(file.path, file.text)]) {
      const name = packageOf(specifier) ?? (specifier.startsWith("node:") ? "node" : undefined);
      if (name === undefined) continue;
      anywhere.add(name);
      if (isShipped(file.name)) shipped.add(name);
    }
  }
  return { shipped, anywhere };
}

/** What the packages that a package depends on ask it to bring. */
function peersOfDependencies({ manifest }: WorkspacePackage, packages: readonly WorkspacePackage[]): string[] {
  const needed = { ...manifest.dependencies, ...manifest.peerDependencies };
  return packages
    .filter(({ name }) => name in needed)
    .flatMap((other) => Object.keys(other.manifest.peerDependencies ?? {}));
}

function unused({ folder, path }: WorkspacePackage, kind: string, name: string): Violation {
  const lines = readFileSync(join(folder, "package.json"), "utf8").split("\n");
  const start = lines.findIndex((line) => line.includes(`"${kind}"`));
  const line = lines.findIndex((text, place) => place >= start && text.includes(`"${name}"`)) + 1;
  return { path: `${path}/package.json`, line, what: `${name} in ${kind} is never imported`, fix: "remove it" };
}
