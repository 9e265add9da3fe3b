import { join } from "node:path";
import { root } from "./paths.mjs";
import { pnpmEnvironment } from "./pnpm.mjs";
import { requireStage, runStage } from "./run-stage.mjs";

const turbo = [join("node_modules", "turbo", "bin", "turbo"), "run", "--output-logs=errors-only"];

/**
 * Build every package whose sources have changed: code and declarations. A failure ends this process.
 *
 * @param {readonly string[]} [words] more words for turbo, such as a filter
 */
export async function build(words = []) {
  await requireStage("build", process.execPath, [...turbo, "build", ...words], { cwd: root, env: pnpmEnvironment() });
}

/**
 * Like build, but without the declarations, which take most of the time and which nothing that runs needs.
 *
 * @param {readonly string[]} [words] more words for turbo, such as a filter
 */
export async function buildCode(words = []) {
  await requireStage("build", process.execPath, [...turbo, "build:code", ...words], {
    cwd: root,
    env: pnpmEnvironment(),
  });
}

/** Like build, but says whether that went well. */
export function tryBuild() {
  return runStage("build", process.execPath, [...turbo, "build"], { cwd: root, env: pnpmEnvironment() });
}
