import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { publicEntries } from "./public-entries.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace } from "./workspace.ts";

const settings: ts.CompilerOptions = {
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  noLib: true,
  types: [],
};

/** Everything that a published package's `index.ts` exports has a docblock where it is declared. */
export function checkDocblocks(root: string): Violation[] {
  const published = readWorkspace(root).filter(({ group }) => group === "packages");
  const entries = published.flatMap((owner) =>
    publicEntries(owner)
      .map(({ source }) => join(owner.folder, source))
      .filter((path) => existsSync(path)),
  );
  const program = ts.createProgram(entries, settings, ownFilesOnly());
  const checker = program.getTypeChecker();
  const found = entries.flatMap((entry) => {
    const symbol = checker.getSymbolAtLocation(program.getSourceFile(entry)!);
    const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
    return exported.flatMap((name) => undocumented(root, checker, name));
  });
  return [...new Map(found.map((violation) => [JSON.stringify(violation), violation])).values()];
}

/** Reads a package's own files only: what other packages export is documented there. */
function ownFilesOnly(): ts.CompilerHost {
  const host = ts.createCompilerHost(settings, true);
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) => {
      if (!text.startsWith(".")) return { resolvedModule: undefined };
      return ts.resolveModuleName(text, file, settings, host);
    });
  return host;
}

function undocumented(root: string, checker: ts.TypeChecker, name: ts.Symbol): Violation[] {
  const isAlias = (name.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(name) : name;
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined || symbol.getDocumentationComment(checker).length > 0) return [];
  const file = declaration.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
  const path = relative(root, file.fileName).split(sep).join("/");
  return [{ path, line, what: `export ${name.name} has no docblock`, fix: "say in one sentence what it is" }];
}
