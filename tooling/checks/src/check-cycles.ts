import { posix } from "node:path";
import { findCycle } from "./find-cycle.ts";
import { findImports } from "./find-imports.ts";
import { sourceFiles } from "./source-files.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace, type WorkspacePackage } from "./workspace.ts";

/** No package needs itself by way of others, in tests neither, and no file runs before what it imports has run. */
export function checkCycles(root: string): Violation[] {
  const packages = readWorkspace(root);
  return [...packageCycle(packages), ...packages.flatMap(fileCycle)];
}

function packageCycle(packages: readonly WorkspacePackage[]): Violation[] {
  const names = new Set(packages.map(({ name }) => name));
  const graph = new Map(
    packages.map(({ name, manifest }) => {
      const needed = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies };
      return [name, Object.keys(needed).filter((other) => names.has(other))];
    }),
  );
  const cycle = findCycle(graph);
  if (cycle === undefined) return [];
  const { path } = packages.find(({ name }) => name === cycle[0])!;
  const fix = "remove one of these dependencies";
  return [{ path: `${path}/package.json`, line: 1, what: `packages need each other: ${cycle.join(" → ")}`, fix }];
}

function fileCycle(owner: WorkspacePackage): Violation[] {
  const lines = new Map<string, number>();
  const graph = new Map(
    sourceFiles(owner).map(({ name, path, text }) => {
      const relative = findImports(path, text).filter(
        ({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly,
      );
      const targets = relative.map(({ specifier, line }) => {
        const target = posix.join(posix.dirname(name), specifier);
        lines.set(`${name} ${target}`, line);
        return target;
      });
      return [name, targets];
    }),
  );
  const cycle = findCycle(graph);
  if (cycle === undefined) return [];
  const line = lines.get(`${cycle[0]} ${cycle[1]}`)!;
  const fix = "move what they share to a file of its own";
  return [{ path: `${owner.path}/${cycle[0]}`, line, what: `files import each other: ${cycle.join(" → ")}`, fix }];
}
