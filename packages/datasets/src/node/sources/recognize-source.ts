import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { isEpicHeader } from "./epic-classes.ts";
import type { FoundClips } from "./find-clips.ts";
import { hasEnding } from "./find-clips.ts";
import { isKineticsHeader } from "./kinetics.ts";
import { momentsCategories } from "./moments.ts";
import { isPathList } from "./path-list.ts";
import { isRecordFile } from "./record-files.ts";
import { somethingLabels } from "./something-something.ts";
import { isMetadataHeader } from "./video-folder.ts";

/** What a data folder may hold. */
export const sourceNames = [
  "kinetics",
  "epic-kitchens",
  "something-something",
  "moments",
  "video-folder",
  "list",
  "tfrecord",
  "folder",
] as const;

/** A kind of data set by its files. */
export type SourceName = (typeof sourceNames)[number];

/** A kind of data set, and the lists or files that say so. */
export interface RecognizedSource {
  readonly name: SourceName;
  readonly files: readonly string[];
}

/** All kinds of data set that a folder seems to hold, by the content of its files. */
export function recognizeSources(directory: string, { others }: FoundClips): RecognizedSource[] {
  const shallow = others.filter((path) => path.split("/").length <= 3);
  const first = new Map(shallow.map((path) => [path, firstLine(directory, path)]));
  const withHeader = (is: (line: string) => boolean) =>
    shallow.filter((path) => hasEnding(path, [".csv"]) && is(first.get(path)!));
  const metadata = shallow.filter(
    (path) =>
      /(^|\/)metadata\.(csv|jsonl)$/.test(path) || (hasEnding(path, [".csv"]) && isMetadataHeader(first.get(path)!)),
  );
  const lists = shallow.filter(
    (path) => hasEnding(path, [".csv", ".txt", ".list"]) && isPathList(directory, first.get(path)!),
  );
  const found: RecognizedSource[] = [
    { name: "kinetics", files: withHeader(isKineticsHeader) },
    { name: "epic-kitchens", files: withHeader(isEpicHeader) },
    { name: "something-something", files: somethingLabels.filter((name) => others.includes(name)) },
    { name: "moments", files: others.filter((path) => path === momentsCategories) },
    { name: "video-folder", files: metadata.filter((path) => !isKineticsHeader(first.get(path)!)) },
    { name: "list", files: lists },
    { name: "tfrecord", files: recordFiles(directory, others) },
  ];
  const moments = found[3]!.files.length > 0;
  return found.filter(({ name, files }) => files.length > 0 && !(moments && name === "list"));
}

/** Names that record files have, confirmed by their first bytes. */
function recordFiles(directory: string, others: readonly string[]): string[] {
  const named = others.filter((path) => /\.tfrecords?$|-\d{5,}-of-\d{5,}$/.test(path));
  return named.filter((path) => isRecordFile(join(directory, ...path.split("/"))));
}

/** The first line of a file that is text and not huge. */
function firstLine(directory: string, path: string): string {
  const file = openSync(join(directory, ...path.split("/")), "r");
  try {
    const bytes = Buffer.alloc(4096);
    const text = bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
    return text.includes("\0") ? "" : (text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "");
  } finally {
    closeSync(file);
  }
}

/** The first line of a list outside of a folder's walk. */
export function firstLineOf(path: string): string {
  return (
    readFileSync(path, "utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/, 1)[0] ?? ""
  );
}
