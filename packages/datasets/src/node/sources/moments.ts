import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { leavesDirectory } from "../../index-file.ts";
import { ClipCollection } from "./clip-collection.ts";
import { parseTable } from "./parse-table.ts";
import type { SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";

export const momentsCategories = "moments_categories.txt";

const lists = [
  ["train", "trainingSet.csv", "training"],
  ["validation", "validationSet.csv", "validation"],
  ["test", "testingSet.csv", "testing"],
] as const;

/**
 * Moments in Time: `moments_categories.txt` (`name,number`), `trainingSet.csv` and `validationSet.csv` without a header
 * (`class/file.mp4,label,positive votes,negative votes`), clips in `training/` and `validation/`.
 *
 * @param root where the folders of clips are
 * @throws SourceError for a row of another form, an unknown class, or a path out of the data folder
 */
export function readMoments(directory: string, root: string): SourceContent {
  const collection = new ClipCollection();
  const classes = readCategories(directory, (notice) => collection.say(notice));
  const numbers = new Map(classes.map((name, id) => [name, id]));
  for (const [split, file, folder] of lists) {
    if (!existsSync(join(directory, file))) continue;
    for (const { line, cells } of parseTable(readFileSync(join(directory, file), "utf8"), file)) {
      const [clip = "", name = ""] = cells;
      if (cells.length < 2)
        throw new SourceError(
          file,
          line,
          `expected class/file.mp4,label,positive,negative, got "${cells.join(",")}"; is the separator a comma?`,
        );
      const label = numbers.get(name);
      if (label === undefined)
        throw new SourceError(file, line, `expected a label of ${momentsCategories}, got "${name}"`);
      if (leavesDirectory(clip))
        throw new SourceError(file, line, `expected a path inside the data folder, got ${clip}`);
      const path = `${folder}/${clip}`;
      const there = existsSync(join(root, ...path.split("/")));
      collection.add(path, there ? { path, labels: [label], split } : undefined, { path, file, line }, [label]);
    }
  }
  return { classes, horizontalFlip: true, ...collection.content() };
}

function readCategories(directory: string, say: (notice: string) => void): string[] {
  const rows = parseTable(readFileSync(join(directory, momentsCategories), "utf8"), momentsCategories);
  const numbered = rows.map(({ line, cells }) => {
    const id = Number(cells.at(-1));
    if (cells.length < 2 || !Number.isInteger(id))
      throw new SourceError(momentsCategories, line, `expected name,number, got "${cells.join(",")}"`);
    return { line, name: cells.slice(0, -1).join(","), id };
  });
  const first = Math.min(...numbered.map(({ id }) => id));
  if (first === 1) say(`${momentsCategories} numbers its classes from 1; they are taken from 0`);
  const names: string[] = [];
  for (const { line, name, id } of numbered) {
    const place = id - (first === 1 ? 1 : 0);
    if (place < 0 || place >= numbered.length || names[place] !== undefined)
      throw new SourceError(
        momentsCategories,
        line,
        `expected each number from ${first} to ${numbered.length - 1 + (first === 1 ? 1 : 0)} once, got ${id}`,
      );
    names[place] = name;
  }
  return names;
}
