import type { Split } from "./clip-index.ts";

/** The split that a word in a table, or the name of a folder, means. */
export function splitOfWord(word: string): Split | undefined {
  const splits: Readonly<Record<string, Split>> = {
    train: "train",
    training: "train",
    val: "validation",
    valid: "validation",
    validate: "validation",
    validation: "validation",
    test: "test",
    testing: "test",
  };
  return Object.hasOwn(splits, word.toLowerCase()) ? splits[word.toLowerCase()] : undefined;
}
