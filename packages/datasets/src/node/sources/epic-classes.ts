import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseNamedTable } from "./parse-table.ts";
import { SourceError } from "./source-error.ts";

/** Whether the first line of a table is that of EPIC-KITCHENS. */
export function isEpicHeader(line: string): boolean {
  return line.includes("narration_id") && line.includes("video_id");
}

/**
 * Names of nouns and verbs, from `EPIC_100_noun_classes.csv` and `EPIC_100_verb_classes.csv` (`id,key,…`).
 *
 * Without the files the 300 nouns and 97 verbs are named by number.
 */
export function readEpicClasses(directory: string, files: readonly string[]): { nouns: string[]; verbs: string[] } {
  const read = (kind: "noun" | "verb", count: number) => {
    const file = files.find((path) => new RegExp(`${kind}_classes[^/]*\\.csv$`, "i").test(path));
    return file ? readNames(directory, file) : Array.from({ length: count }, (_, id) => `${kind} ${id}`);
  };
  return { nouns: read("noun", 300), verbs: read("verb", 97) };
}

/** Pictures per second of each video, from `EPIC_100_video_info.csv`. */
export function readFrameRates(directory: string, files: readonly string[]): Map<string, number> {
  const file = files.find((path) => /video_info\.csv$/i.test(path));
  if (!file) return new Map();
  const rows = parseNamedTable(readFileSync(join(directory, file), "utf8"), file, ["video_id", "fps"]);
  return new Map(rows.map((row) => [row.get("video_id"), Number(row.get("fps"))]));
}

function readNames(directory: string, file: string): string[] {
  const rows = parseNamedTable(readFileSync(join(directory, file), "utf8"), file, ["id", "key"]);
  const names: string[] = [];
  for (const row of rows) {
    const id = Number(row.get("id"));
    if (!Number.isInteger(id) || id < 0 || id >= rows.length || names[id] !== undefined)
      throw new SourceError(
        file,
        row.line,
        `expected each id from 0 to ${rows.length - 1} once, got "${row.get("id")}"`,
      );
    names[id] = row.get("key");
  }
  return names;
}
