import { checkCycles } from "./check-cycles.ts";
import { checkDependencies } from "./check-dependencies.ts";
import { checkDocblocks } from "./check-docblocks.ts";
import { checkExports } from "./check-exports.ts";
import { checkImports } from "./check-imports.ts";
import { checkLengths } from "./check-lengths.ts";
import { checkWords } from "./check-words.ts";
import type { Violation } from "./violation.ts";

/** Everything that can be checked without a build. */
export function checkSource(root: string): Violation[] {
  return [checkImports, checkDependencies, checkCycles, checkDocblocks, checkExports, checkLengths, checkWords].flatMap(
    (check) => check(root),
  );
}
