import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * The JavaScript entry of npm, which Node can start on every system without a shell.
 *
 * @throws Error if npm is neither what started us nor beside Node
 */
export function findNpm(startedBy = process.env.npm_execpath, node = process.execPath): string {
  const inside = join("node_modules", "npm", "bin", "npm-cli.js");
  const places = [
    ...(startedBy !== undefined && basename(startedBy) === "npm-cli.js" ? [startedBy] : []),
    join(dirname(node), inside), // Windows
    join(dirname(node), "..", "lib", inside), // elsewhere
    join(dirname(node), "..", "share", "nodejs", "npm", "bin", "npm-cli.js"), // Debian's own package
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(`findNpm: expected npm beside Node at ${places.at(-2)}, found none; start the tests with npm test`);
  return found;
}
