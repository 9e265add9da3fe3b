import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

/**
 * What is wrong with a version of Node, if anything.
 *
 * @param {string} running such as "20.19.0"
 * @param {string} wanted such as ">=20.19"
 * @returns {string | undefined}
 */
export function nodeVersionError(running, wanted) {
  const numbers = wanted.replace(/^\D+/, "").split(".").map(Number);
  const have = running.split(".").map(Number);
  for (const [place, number] of numbers.entries()) {
    const difference = (have[place] ?? 0) - number;
    if (difference > 0) return undefined;
    if (difference < 0) return `expected Node ${wanted}, got ${running}; install the current LTS version of Node`;
  }
  return undefined;
}

/** Stop with one clear line where Node is older than package.json asks for. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const error = nodeVersionError(process.versions.node, engines.node);
  if (error === undefined) return;
  console.error(error);
  process.exit(1);
}
