import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { runAttached } from "./run-attached.mjs";
import { testSummary } from "./test-summary.mjs";

/**
 * Run every project's tests on this terminal.
 *
 * @param {readonly string[]} [words] more words for vitest, such as a project or a file
 */
export async function runTests(words = []) {
  const folder = mkdtempSync(join(tmpdir(), "vivit-tests-"));
  try {
    const file = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const vitest = [join("node_modules", "vitest", "vitest.mjs"), "run", ...reporters, ...words];
    const code = await runAttached(process.execPath, vitest, { cwd: root });
    return testSummary(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
