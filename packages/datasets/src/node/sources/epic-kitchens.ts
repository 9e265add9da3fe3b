import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClipEntry, ClipPart, Split } from "../../clip-index.ts";
import { ClipCollection } from "./clip-collection.ts";
import { readEpicClasses, readFrameRates } from "./epic-classes.ts";
import type { FoundClips } from "./find-clips.ts";
import { type NamedRow, parseNamedTable } from "./parse-table.ts";
import type { SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";
import { splitOfName } from "./split-of-name.ts";

const required = [
  "narration_id",
  "video_id",
  "start_timestamp",
  "stop_timestamp",
  "start_frame",
  "stop_frame",
] as const;
const optional = ["verb_class", "noun_class"] as const;
type Row = NamedRow<(typeof required)[number] | (typeof optional)[number]>;

/**
 * EPIC-KITCHENS-100: `EPIC_100_{train,validation,test_timestamps}.csv` with times in long videos, `EPIC_100_{noun,verb}_classes.csv`,
 * videos `<video_id>.MP4` or folders of pictures `<video_id>/frame_%010d.jpg` anywhere below.
 *
 * Every clip has a noun and a verb: two heads, nouns first, as in the reference.
 *
 * @throws SourceError for a time or class that is none, or a narration that is there twice
 */
export function readEpicKitchens(directory: string, found: FoundClips, tables: readonly string[]): SourceContent {
  const { nouns, verbs } = readEpicClasses(directory, found.others);
  const rates = readFrameRates(directory, found.others);
  const collection = new ClipCollection();
  for (const file of tables) {
    const split: Split = splitOfName(file) ?? "train";
    for (const row of parseNamedTable(readFileSync(join(directory, file), "utf8"), file, required, optional)) {
      const labels = labelsOf(row, file, split, nouns.length, verbs.length);
      const place = locate(row, file, found, rates);
      const entry: ClipEntry | undefined = place && { ...place, labels, split };
      collection.add(row.get("narration_id"), entry, { path: row.get("video_id"), file, line: row.line }, labels);
    }
  }
  const heads = [
    { name: "noun", classes: nouns.length },
    { name: "verb", classes: verbs.length },
  ];
  return { classes: [...nouns, ...verbs], heads, horizontalFlip: true, ...collection.content() };
}

function labelsOf(row: Row, file: string, split: Split, nouns: number, verbs: number): number[] {
  if (split === "test" && row.get("noun_class") === "") return [];
  const read = (column: "noun_class" | "verb_class", count: number) => {
    const value = Number(row.get(column));
    if (row.get(column) === "" || !Number.isInteger(value) || value < 0 || value >= count)
      throw new SourceError(file, row.line, `expected ${column} from 0 to ${count - 1}, got "${row.get(column)}"`);
    return value;
  };
  return [read("noun_class", nouns), nouns + read("verb_class", verbs)];
}

/** In the video if it is there, else in its pictures. */
function locate(
  row: Row,
  file: string,
  found: FoundClips,
  rates: ReadonlyMap<string, number>,
): { path: string; part: ClipPart } | undefined {
  const id = row.get("video_id");
  const video = found.videos.get(id)?.[0];
  if (video) {
    const [start, end] = [seconds(row, file, "start_timestamp"), seconds(row, file, "stop_timestamp")];
    if (end <= start)
      throw new SourceError(
        file,
        row.line,
        `expected stop_timestamp after start_timestamp, got ${row.get("start_timestamp")} to ${row.get("stop_timestamp")}`,
      );
    return { path: video, part: { kind: "time", start, end } };
  }
  const pictures = found.pictures.get(id)?.[0];
  if (!pictures) return undefined;
  const [first, last] = [Number(row.get("start_frame")), Number(row.get("stop_frame"))];
  if (!(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last >= first))
    throw new SourceError(
      file,
      row.line,
      `expected start_frame and stop_frame as whole numbers in order, got "${row.get("start_frame")}" and "${row.get("stop_frame")}"`,
    );
  const frameRate = rates.get(id);
  return { path: pictures, part: { kind: "pictures", first, last, ...(frameRate ? { frameRate } : {}) } };
}

/** `HH:MM:SS.ff` in seconds. */
function seconds(row: Row, file: string, column: "start_timestamp" | "stop_timestamp"): number {
  const match = /^(\d+):(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(row.get(column));
  if (!match) throw new SourceError(file, row.line, `expected ${column} as HH:MM:SS.ff, got "${row.get(column)}"`);
  return Math.round((Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000) / 1000;
}
