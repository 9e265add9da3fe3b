import { fileURLToPath } from "node:url";
import { checkCycles } from "./check-cycles.ts";
import { checkDependencies } from "./check-dependencies.ts";
import { checkDocblocks } from "./check-docblocks.ts";
import { checkExports } from "./check-exports.ts";
import { checkImports } from "./check-imports.ts";
import { checkLengths } from "./check-lengths.ts";
import { checkPacks } from "./check-packs.ts";
import { checkSizeCeilings } from "./check-size-ceilings.ts";
import { checkSource } from "./check-source.ts";
import { checkWords } from "./check-words.ts";
import { formatViolation, type Violation } from "./violation.ts";

const checks: Readonly<Record<string, (root: string) => Violation[] | Promise<Violation[]>>> = {
  source: checkSource,
  imports: checkImports,
  dependencies: checkDependencies,
  cycles: checkCycles,
  docblocks: checkDocblocks,
  exports: checkExports,
  lengths: checkLengths,
  words: checkWords,
  ceilings: checkSizeCeilings,
  packs: checkPacks,
};

const root = fileURLToPath(new URL("../../../", import.meta.url));
for (const name of process.argv.slice(2)) {
  const check = checks[name];
  if (check === undefined) throw new Error(`checks: expected one of ${Object.keys(checks).join(", ")}, got ${name}`);
  const violations = await check(root);
  for (const violation of violations) console.log(formatViolation(violation));
  if (violations.length > 0) process.exitCode = 1;
}
