import { builtinModules } from "node:module";
import { posix } from "node:path";
import { findImports, type Import, packageOf } from "./find-imports.ts";
import { type ImportRow, importTable, programsOnly } from "./import-table.ts";
import { isForNode, isShipped, type SourceFile, sourceFiles } from "./source-files.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace, type WorkspacePackage } from "./workspace.ts";

type Finding = Pick<Violation, "what" | "fix"> | undefined;

/** Each file imports only what the table of imports and its package.json allow. */
export function checkImports(root: string, table: Readonly<Record<string, ImportRow>> = importTable): Violation[] {
  return readWorkspace(root).flatMap((owner) => {
    const row = table[owner.name];
    if (owner.group === "packages" && row === undefined) return [missingRow(owner)];
    return sourceFiles(owner).flatMap((file) =>
      findImports(file.path, file.text).flatMap((found) => {
        const finding = judge(owner, row, file, found);
        return finding === undefined ? [] : [{ path: file.path, line: found.line, ...finding }];
      }),
    );
  });
}

function missingRow({ name, path }: WorkspacePackage): Violation {
  const fix = "add what it may import to tooling/checks/src/import-table.ts";
  return { path: `${path}/package.json`, line: 1, what: `${name} has no row in the import table`, fix };
}

function judge(owner: WorkspacePackage, row: ImportRow | undefined, file: SourceFile, found: Import): Finding {
  const restricted = owner.group === "packages" && isShipped(file.name);
  const name = packageOf(found.specifier);
  if (name === undefined && !found.specifier.startsWith("node:")) return judgePath(file, found.specifier);
  if (name === undefined || builtinModules.includes(name)) return judgeNode(restricted, file, found.specifier);
  return (restricted ? judgePackage(row!, file, found.specifier, name) : undefined) ?? judgeDeclared(owner, file, name);
}

function judgePath(file: SourceFile, specifier: string): Finding {
  const target = posix.normalize(posix.join(posix.dirname(file.name), specifier));
  if (target.startsWith("../") && isShipped(file.name))
    return { what: `${specifier} is outside of the package`, fix: "import the other package by its name" };
  if (isShipped(file.name) && isForNode(target) && !isForNode(file.name))
    return { what: `${specifier} runs only on Node`, fix: "import it from a folder node, or move it out of one" };
  return undefined;
}

function judgeNode(restricted: boolean, file: SourceFile, specifier: string): Finding {
  if (restricted && !isForNode(file.name))
    return { what: `${specifier} is a part of Node`, fix: "move the file into a folder node" };
  if (!specifier.startsWith("node:")) return { what: `${specifier} is a part of Node`, fix: `write node:${specifier}` };
  return undefined;
}

function judgePackage(row: ImportRow, file: SourceFile, specifier: string, name: string): Finding {
  if (programsOnly.test(name))
    return { what: `only apps and test set-up may import ${name}`, fix: "import @tensorflow/tfjs-core" };
  const allowed = name.startsWith("@vivit/") ? row.packages : row.libraries;
  if (!allowed.includes(name))
    return { what: `the import table does not allow ${name}`, fix: `import only ${list(allowed)}` };
  if (specifier.endsWith("/node") && !isForNode(file.name))
    return { what: `${specifier} runs only on Node`, fix: "import it from a folder node" };
  return undefined;
}

function judgeDeclared({ name: owner, manifest }: WorkspacePackage, file: SourceFile, name: string): Finding {
  if (name === owner) return undefined;
  const shipped = { ...manifest.dependencies, ...manifest.peerDependencies };
  const inTests = isShipped(file.name) && manifest.private !== true ? {} : manifest.devDependencies;
  if (name in shipped || name in (inTests ?? {})) return undefined;
  return { what: `${name} is not declared`, fix: "add it to package.json" };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "the package's own files" : names.join(", ");
}
