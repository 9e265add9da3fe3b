// pnpm check: everything that must hold, each step on its own line; all steps run, whatever failed before.
import { tryBuild } from "./src/build.mjs";
import { install } from "./src/install.mjs";
import { requireNode } from "./src/node-version.mjs";
import { root } from "./src/paths.mjs";
import { pnpmEnvironment } from "./src/pnpm.mjs";
import { runStage } from "./src/run-stage.mjs";
import { runTests } from "./src/run-tests.mjs";

requireNode();
await install();

/** @type {string[]} */
const failed = [];
const options = { cwd: root, env: pnpmEnvironment() };
/**
 * @param {string} name
 * @param {readonly string[]} words for Node
 */
async function step(name, ...words) {
  const { code } = await runStage(name, process.execPath, words, options);
  if (code !== 0) failed.push(name);
}
const checks = ["--import", "tsx", "--conditions=@vivit/source", "tooling/checks/src/main.ts"];

await step("format and lint", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
await step("types", "node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json");
await step("imports, docblocks, lengths, words", ...checks, "source");
process.env.VIVIT_INSTALLED = "1"; // also what takes a registry: every package installed alone
const tests = await runTests();
console.error(`tests: ${tests.line}`);
if (!tests.passed) failed.push("tests");
const { code } = await tryBuild();
if (code !== 0) failed.push("build");
else {
  await step("size ceilings", ...checks, "ceilings");
  await step("publint and attw", ...checks, "packs");
}

console.error(failed.length === 0 ? "check: everything holds" : `check: failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
