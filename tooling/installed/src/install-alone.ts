import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findNpm } from "./find-npm.ts";
import type { PublishedPackage } from "./published-packages.ts";
import { runNode } from "./run-node.ts";

/** Codes of npm and Node for a registry that cannot be reached. */
const offline = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;

/**
 * Install one package and what its README names into an empty project, with install scripts off.
 *
 * Other packages of this repository come from their tarballs too, wherever in the tree they are wanted.
 *
 * @param folder of the project; it is made
 * @returns why the registry could not be reached, or undefined if all is installed
 * @throws Error with npm's output if it fails for any other reason
 */
export async function installAlone(
  { name, installs }: PublishedPackage,
  tarballs: ReadonlyMap<string, string>,
  folder: string,
): Promise<string | undefined> {
  const place = (wanted: string) => pathToFileURL(tarballs.get(wanted)!).href;
  const direct = installs.filter((wanted) => tarballs.has(wanted));
  const manifest = {
    name: "empty-project",
    private: true,
    type: "module",
    dependencies: Object.fromEntries(direct.map((wanted) => [wanted, place(wanted)])),
    overrides: Object.fromEntries(
      [...tarballs.keys()].map((wanted) => [wanted, direct.includes(wanted) ? `$${wanted}` : place(wanted)]),
    ),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  const others = installs.filter((wanted) => !tarballs.has(wanted));
  const words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...others];
  const { code, output } = await runNode(folder, [findNpm(), ...words]);
  if (code === 0) return undefined;
  const reason = offline.exec(output)?.[0];
  if (reason !== undefined) return reason;
  throw new Error(`installAlone: npm ${words.join(" ")} failed for ${name} with exit code ${code}:\n${output}`);
}
