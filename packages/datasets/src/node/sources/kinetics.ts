import { readFileSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "../../by-code-point.ts";
import type { ClipEntry } from "../../clip-index.ts";
import { splitOfWord } from "../../split-of-word.ts";
import { ClipCollection } from "./clip-collection.ts";
import type { FoundClips } from "./find-clips.ts";
import { type NamedRow, parseNamedTable } from "./parse-table.ts";
import type { SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";
import { splitOfName } from "./split-of-name.ts";

const required = ["youtube_id", "time_start", "time_end"] as const;
const optional = ["label", "split", "is_cc"] as const;
type Column = (typeof required)[number] | (typeof optional)[number];

/** Whether the first line of a table is that of Kinetics. */
export function isKineticsHeader(line: string): boolean {
  const columns = line.split(/[,;\t]/).map((column) => column.trim().replace(/^"|"$/g, ""));
  return columns.includes("youtube_id") && columns.includes("time_start");
}

/**
 * Kinetics-400, 600 or 700: official tables `label,youtube_id,time_start,time_end,split[,is_cc]`, clips named
 * `<id>_<start>_<end>` anywhere below, flat or in folders of classes.
 *
 * Classes are in alphabetical order, which is the order that published models have.
 *
 * @throws SourceError for a table that cannot be read, or a clip that has two labels
 */
export function readKinetics(directory: string, found: FoundClips, tables: readonly string[]): SourceContent {
  const rows = tables.flatMap((file) =>
    parseNamedTable<Column>(readFileSync(join(directory, file), "utf8"), file, required, optional).map((row) => ({
      file,
      row,
    })),
  );
  const classes = [...new Set(rows.map(({ row }) => row.get("label")).filter((label) => label !== ""))].sort(
    byCodePoint,
  );
  const numbers = new Map(classes.map((name, id) => [name, id]));
  const collection = new ClipCollection();
  for (const { file, row } of rows) {
    const name = clipFileName(file, row);
    const label = numbers.get(row.get("label"));
    const split = splitOfWord(row.get("split")) ?? splitOfName(file);
    if (!split)
      throw new SourceError(
        file,
        row.line,
        `expected a split of train, val or test, got "${row.get("split")}"; name the file after its split`,
      );
    if (label === undefined && split !== "test") throw new SourceError(file, row.line, `expected a label, got none`);
    const path = (found.videos.get(name) ?? found.videos.get(row.get("youtube_id")))?.[0];
    const entry: Omit<ClipEntry, "path"> = { labels: label === undefined ? [] : [label], split };
    collection.add(name, path && { path, ...entry }, { path: `${name}.mp4`, file, line: row.line }, entry.labels);
  }
  return { classes, horizontalFlip: true, ...collection.content() };
}

function clipFileName(file: string, row: NamedRow<Column>): string {
  const seconds = (["time_start", "time_end"] as const).map((column) => {
    const value = Number(row.get(column));
    if (row.get(column) === "" || !Number.isInteger(value) || value < 0)
      throw new SourceError(file, row.line, `expected ${column} in whole seconds, got "${row.get(column)}"`);
    return String(value).padStart(6, "0");
  });
  return [row.get("youtube_id"), ...seconds].join("_");
}
