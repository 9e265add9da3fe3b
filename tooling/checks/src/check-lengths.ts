import ts from "typescript";
import { parseSource } from "./parse-source.ts";
import { type SourceFile, sourceFiles } from "./source-files.ts";
import { tables } from "./tables.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace } from "./workspace.ts";

const fileLimit = 200; // lines
const functionLimit = 40; // lines; a test's body is not counted as one

/** No file and no function is longer than a reader can hold; tables are named in tables.ts. */
export function checkLengths(root: string, exempt: Readonly<Record<string, string>> = tables): Violation[] {
  return readWorkspace(root).flatMap((owner) =>
    sourceFiles(owner).flatMap((file) => [
      ...(file.path in exempt ? [] : checkFile(file)),
      ...(file.name.endsWith(".test.ts") ? [] : checkFunctions(file)),
    ]),
  );
}

function checkFile({ path, text }: SourceFile): Violation[] {
  const lines = text.replace(/\n$/, "").split("\n").length;
  if (lines <= fileLimit) return [];
  const fix = "split it by idea, or move a table to a file of its own and name that in tooling/checks/src/tables.ts";
  return [{ path, line: fileLimit + 1, what: `${lines} lines, at most ${fileLimit}`, fix }];
}

function checkFunctions({ path, text }: SourceFile): Violation[] {
  const file = parseSource(path, text);
  const found: Violation[] = [];
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    const line = lineOf(node.getStart());
    const lines = lineOf(node.end) - line + 1;
    if (ts.isFunctionLike(node) && lines > functionLimit)
      found.push({ path, line, what: `a function of ${lines} lines, at most ${functionLimit}`, fix: "split it" });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
