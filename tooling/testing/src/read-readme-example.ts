import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The first JavaScript example of a package's README.
 *
 * @param folder the package's folder
 * @throws Error if there is none, or it has more than 15 lines
 */
export function readReadmeExample(folder: string): string {
  const example = /```js\n([\s\S]*?)```/.exec(readFileSync(join(folder, "README.md"), "utf8"))?.[1];
  if (example === undefined) throw new Error(`readReadmeExample: expected an example in ${folder}, found none`);
  const lines = example.trim().split("\n").length;
  if (lines > 15) throw new Error(`readReadmeExample: expected at most 15 lines, got ${lines}`);
  return example;
}
