import { join } from "node:path";
import { root } from "./paths.mjs";
import { pnpmEnvironment } from "./pnpm.mjs";
import { requireStage, runStage } from "./run-stage.mjs";

const turbo = [join("node_modules", "turbo", "bin", "turbo"), "run", "build", "--output-logs=errors-only"];

/**
 * Build every package whose sources have changed; a failure ends this process.
 *
 * @param {readonly string[]} [words] more words for turbo, such as a filter
 */
export async function build(words = []) {
  await requireStage("build", process.execPath, [...turbo, ...words], { cwd: root, env: pnpmEnvironment() });
}

/** Build every package whose sources have changed, and say whether that went well. */
export function tryBuild() {
  return runStage("build", process.execPath, turbo, { cwd: root, env: pnpmEnvironment() });
}
