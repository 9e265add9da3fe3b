import type { Split } from "../../clip-index.ts";

/** The split that the name of a file or folder tells: `EPIC_100_train.csv`, `val.txt`, `validationSet.csv`, `test-00000-of-00004`. */
export function splitOfName(path: string): Split | undefined {
  const words = path.split("/").at(-1)!.toLowerCase();
  if (/(^|[^a-z])train(ing)?(set)?([^a-z]|$)/.test(words)) return "train";
  if (/(^|[^a-z])val(id|idation|idate)?(set)?([^a-z]|$)/.test(words)) return "validation";
  if (/(^|[^a-z])test(ing)?(set)?([^a-z]|$)/.test(words)) return "test";
  return undefined;
}
