import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a README's example is given here, beyond what it says: smaller numbers, where it would take minutes. */
const smaller: readonly (readonly [from: string, to: string])[] = [
  ["{ train: 2000, val: 300 }", "{ train: 32, val: 16 }"],
];

/**
 * The first runnable example of a package's README, as a program.
 *
 * @param folder the package's folder
 * @throws Error if the README has none
 */
export function readProgram(folder: string): string {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const example = /```(?:js|ts)\r?\n([\s\S]*?)```/.exec(readme)?.[1];
  if (example === undefined) throw new Error(`readProgram: expected an example in ${folder}'s README, found none`);
  return smaller.reduce((text, [from, to]) => text.replace(from, to), example);
}
