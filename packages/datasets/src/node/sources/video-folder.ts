import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { ClipEntry, Split } from "../../clip-index.ts";
import { leavesDirectory } from "../../index-file.ts";
import { splitOfWord } from "../../split-of-word.ts";
import { nameClasses, type WrittenLabel } from "./class-names.ts";
import { ClipCollection } from "./clip-collection.ts";
import { parseNamedTable, parseTable } from "./parse-table.ts";
import type { ListReading, SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";
import { splitOfName } from "./split-of-name.ts";

/** Names of the columns that hold a path, the first that is there counts. */
const pathColumns = ["file_name", "video_file_name", "path"] as const;
const labelColumns = ["label", "labels", "class"] as const;
const more = ["split", "start", "end", "weight"] as const;

/** One clip as the metadata say it. */
interface Row {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly labels: readonly string[];
  readonly fields: Readonly<Record<(typeof more)[number], string>>;
}

/**
 * Hugging Face's VideoFolder: `metadata.csv` or `metadata.jsonl` beside the clips, with `file_name` and `label` (a name, a
 * number, or in JSON a list of them); beyond it `split`, `start` and `end` in seconds, and `weight`.
 *
 * @param tables paths of the metadata, one for all clips or one in each folder of a split
 * @param reading where their paths start from, and what labels count from
 * @throws SourceError for a missing column, a path out of the folder, an unknown split or label
 */
export function readVideoFolder(
  directory: string,
  tables: readonly string[],
  { root, firstLabel }: ListReading,
): SourceContent {
  const collection = new ClipCollection();
  const rows = tables.flatMap((file) =>
    file.endsWith(".jsonl") ? jsonRows(directory, file) : tableRows(directory, file),
  );
  const written = rows.flatMap(({ labels, file, line }) => labels.map((word): WrittenLabel => ({ word, file, line })));
  const { classes, numberOf } = nameClasses(directory, written, (notice) => collection.say(notice), firstLabel);
  const severalLabels = rows.some(({ labels }) => labels.length > 1);
  for (const { file, line, path, labels: words, fields } of rows) {
    if (leavesDirectory(path)) throw new SourceError(file, line, `expected a path inside the data folder, got ${path}`);
    const labels = words.map((word) => numberOf({ word, file, line }));
    const split = splitOf(fields.split, file, line, path);
    const part = timeOf(fields, file, line);
    const weight = fields.weight === "" ? {} : { weight: Number(fields.weight) };
    const entry: ClipEntry = { path, ...(part ? { part } : {}), labels, split, ...weight };
    const there = existsSync(join(root, ...path.split("/")));
    collection.add(part ? `${path}@${part.start}` : path, there ? entry : undefined, { path, file, line }, labels);
  }
  return { classes, ...(severalLabels ? { severalLabels } : {}), horizontalFlip: true, ...collection.content() };
}

/** Whether a first line of comma-separated text names a path and a label. */
export function isMetadataHeader(line: string): boolean {
  const columns = (parseTable(line, "")[0]?.cells ?? []) as readonly string[];
  return pathColumns.some((name) => columns.includes(name)) && labelColumns.some((name) => columns.includes(name));
}

function tableRows(directory: string, file: string): Row[] {
  const text = readFileSync(join(directory, file), "utf8");
  const header = parseTable(text.split(/\r?\n/, 1)[0] ?? "", file)[0]?.cells ?? [];
  const path = pathColumns.find((name) => header.includes(name)) ?? "file_name";
  const label = labelColumns.find((name) => header.includes(name)) ?? "label";
  return parseNamedTable<string>(text, file, [path, label], more).map((row) => ({
    file,
    line: row.line,
    path: posix.join(posix.dirname(file), row.get(path)),
    labels: row.get(label) === "" ? [] : [row.get(label)],
    fields: Object.fromEntries(more.map((name) => [name, row.get(name)])) as Row["fields"],
  }));
}

function jsonRows(directory: string, file: string): Row[] {
  const lines = readFileSync(join(directory, file), "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  return lines.flatMap((text, at) => {
    if (text.trim() === "") return [];
    const row = parseLine(text, file, at + 1);
    const path = pathColumns.map((name) => row[name]).find((value) => typeof value === "string") as string | undefined;
    const label = labelColumns.map((name) => row[name]).find((value) => value !== undefined && value !== null);
    if (path === undefined)
      throw new SourceError(file, at + 1, `expected "file_name", got ${Object.keys(row).join(", ")}`);
    const fields = Object.fromEntries(more.map((name) => [name, String(row[name] ?? "")])) as Row["fields"];
    const labels = (Array.isArray(label) ? label : label === undefined ? [] : [label]).map(String);
    return [{ file, line: at + 1, path: posix.join(posix.dirname(file), path), labels, fields }];
  });
}

function parseLine(text: string, file: string, line: number): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new SourceError(file, line, `expected JSON, got ${JSON.stringify(text.slice(0, 60))}`);
  }
}

function splitOf(word: string, file: string, line: number, path: string): Split {
  if (word === "") return splitOfName(posix.dirname(file)) ?? splitOfName(path.split("/")[0] ?? "") ?? "train";
  const split = splitOfWord(word);
  if (!split) throw new SourceError(file, line, `expected a split of train, validation or test, got "${word}"`);
  return split;
}

function timeOf({ start, end }: Row["fields"], file: string, line: number) {
  if (start === "" && end === "") return undefined;
  const [from, to] = [Number(start), Number(end)];
  if (start === "" || end === "" || !(from >= 0 && to > from))
    throw new SourceError(file, line, `expected start and end in seconds, in order, got "${start}" and "${end}"`);
  return { kind: "time", start: from, end: to } as const;
}
