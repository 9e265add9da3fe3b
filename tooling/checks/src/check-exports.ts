import ts from "typescript";
import { parseSource } from "./parse-source.ts";
import { isShipped, type SourceFile, sourceFiles } from "./source-files.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace } from "./workspace.ts";

/** Packages and programs export by name: no `export *`, no default export, no import with an effect in an `index.ts`. */
export function checkExports(root: string): Violation[] {
  return readWorkspace(root)
    .filter(({ group }) => group !== "tooling")
    .flatMap((owner) =>
      sourceFiles(owner)
        .filter(({ name }) => isShipped(name))
        .flatMap(checkFile),
    );
}

function checkFile({ name, path, text }: SourceFile): Violation[] {
  const file = parseSource(path, text);
  return file.statements.flatMap((statement) => {
    const finding = judge(name, statement);
    if (finding === undefined) return [];
    const line = file.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    return [{ path, line, ...finding }];
  });
}

function judge(name: string, statement: ts.Statement): Pick<Violation, "what" | "fix"> | undefined {
  if (ts.isExportDeclaration(statement) && (!statement.exportClause || ts.isNamespaceExport(statement.exportClause)))
    return { what: "export * hides what is public", fix: "list the names" };
  if (isDefaultExport(statement) && !name.startsWith("recipes/"))
    return { what: "a default export has no name", fix: "export it by its name" };
  if (ts.isImportDeclaration(statement) && statement.importClause === undefined && name.endsWith("/index.ts"))
    return { what: "an import with an effect", fix: "export a function that the app calls" };
  return undefined;
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
    return statement.exportClause.elements.some((element) => element.name.text === "default");
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}
