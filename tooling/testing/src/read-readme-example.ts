import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A JavaScript example of a package's README.
 *
 * @param folder the package's folder
 * @param number which example, counted from 1
 * @throws Error if there is none, or it has more than 15 lines
 */
export function readReadmeExample(folder: string, number = 1): string {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const example = [...readme.matchAll(/```js\n([\s\S]*?)```/g)][number - 1]?.[1];
  if (example === undefined) throw new Error(`readReadmeExample: expected example ${number} in ${folder}, found none`);
  const lines = example.trim().split("\n").length;
  if (lines > 15) throw new Error(`readReadmeExample: expected at most 15 lines, got ${lines}`);
  return example;
}
