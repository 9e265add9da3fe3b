import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PublishedPackage, root } from "./published-packages.ts";
import { runNode } from "./run-node.ts";

/**
 * Build and pack packages as they would be published.
 *
 * @param destination an existing, empty folder for the tarballs
 * @returns name of the package → path of its tarball
 * @throws Error with the output of what failed
 */
export async function packPackages(
  packages: readonly PublishedPackage[],
  destination: string,
): Promise<Map<string, string>> {
  await require("build", root, [join("tooling", "scripts", "build.mjs"), "--code", "--filter=./packages/*"]);
  const tarballs = new Map<string, string>();
  for (const { name, folder } of packages) {
    const before = new Set(readdirSync(destination));
    await require(`pack ${name}`, folder, [pnpmEntry(), "pack", "--pack-destination", destination]);
    const tarball = readdirSync(destination).find((file) => !before.has(file));
    if (tarball === undefined) throw new Error(`packPackages: expected a tarball of ${name}, got none`);
    tarballs.set(name, join(destination, tarball));
  }
  return tarballs;
}

/** The pnpm that the build has brought and remembered. */
function pnpmEntry(): string {
  return JSON.parse(readFileSync(join(root, "node_modules", ".cache", "vivit", "pnpm.json"), "utf8")).entry;
}

async function require(what: string, folder: string, words: readonly string[]): Promise<void> {
  const { code, output } = await runNode(folder, words);
  if (code !== 0) throw new Error(`packPackages: ${what} failed with exit code ${code}:\n${output}`);
}
