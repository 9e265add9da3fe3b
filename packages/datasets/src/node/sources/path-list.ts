import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import type { ClipEntry, ClipPart, Split } from "../../clip-index.ts";
import { leavesDirectory } from "../../index-file.ts";
import { isVideoName, pictureExtensions, videoExtensions } from "../../video-names.ts";
import { nameClasses, type WrittenLabel } from "./class-names.ts";
import { ClipCollection } from "./clip-collection.ts";
import { holdsPictures } from "./find-clips.ts";
import { parseTable } from "./parse-table.ts";
import type { ListReading, SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";
import { splitOfName } from "./split-of-name.ts";

/** A line of a list. */
interface Listed {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  /** What stands behind the path. */
  readonly words: readonly string[];
}

/** A line with the place of its clip; undefined if nothing is there. */
interface Placed extends Listed {
  readonly part: ClipPart | undefined;
  readonly there: boolean;
  readonly labels: readonly string[];
}

/**
 * Lists of `path label` a line, separated by spaces or commas, without a header: PySlowFast's `train.csv`, MMAction2's
 * `train_list_videos.txt`. Several labels may follow. Of a folder of pictures, `path frames label` or `path first frames label`.
 *
 * @param lists paths of the lists; the name of each tells its split
 * @param reading where their paths start from, and what labels count from
 * @throws SourceError for a line of another form, a path out of the folder, or an unknown label
 */
export function readPathLists(
  directory: string,
  lists: readonly string[],
  { root, firstLabel }: ListReading,
): SourceContent {
  const collection = new ClipCollection();
  const placed = lists.flatMap((file) => listedIn(directory, root, file).map((line) => place(root, line)));
  const written = placed.flatMap(({ labels, file, line }) =>
    labels.map((word): WrittenLabel => ({ word, file, line })),
  );
  const { classes, numberOf } = nameClasses(directory, written, (notice) => collection.say(notice), firstLabel);
  const severalLabels = placed.some(({ labels }) => labels.length > 1);
  for (const { file, line, path, part, there, labels: words } of placed) {
    const labels = words.map((word) => numberOf({ word, file, line }));
    const split: Split = splitOfName(file) ?? "train";
    const entry: ClipEntry = { path, ...(part ? { part } : {}), labels, split };
    const id = part?.kind === "pictures" && part.first !== undefined ? `${path}#${part.first}` : path;
    collection.add(id, there ? entry : undefined, { path, file, line }, labels);
  }
  return {
    classes,
    ...(severalLabels ? { severalLabels } : {}),
    horizontalFlip: true,
    ...collection.content(),
  };
}

/** Whether a text looks like such a list: its first line ends in a label behind the path of a video or of pictures. */
export function isPathList(directory: string, firstLine: string): boolean {
  const [path = "", ...words] = cut(firstLine);
  return words.length > 0 && (isVideoName(path) || isFolder(join(directory, path)));
}

function listedIn(directory: string, root: string, file: string): Listed[] {
  const lines = readFileSync(join(directory, file), "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  return lines.flatMap((text, at) => {
    if (text.trim() === "" || text.startsWith("#")) return [];
    const [written = "", ...words] = cut(text);
    if (words.length === 0) throw new SourceError(file, at + 1, `expected a path and a label, got "${text}"`);
    return [{ file, line: at + 1, path: insidePath(root, written, file, at + 1), words }];
  });
}

const videoAndWords = new RegExp(`^(.*(?:${videoExtensions.join("|").replaceAll(".", "\\.")}))\\s+(.+)$`, "i");

/** Cut a line at its commas, or at spaces behind the path, which may hold spaces itself. */
function cut(text: string): string[] {
  const line = text.trim();
  if (line.includes(",")) return parseTable(line, "list")[0]?.cells.slice() ?? [];
  const video = videoAndWords.exec(line);
  return video ? [video[1]!, ...video[2]!.split(/\s+/)] : line.split(/\s+/);
}

/** The path relative to the folder, with forward slashes. */
function insidePath(directory: string, written: string, file: string, line: number): string {
  const path = (isAbsolute(written) ? relative(directory, written) : written).split(sep).join("/");
  if (path === "" || leavesDirectory(path))
    throw new SourceError(file, line, `expected a path inside the data folder ${directory}, got ${written}`);
  return path;
}

function place(directory: string, listed: Listed): Placed {
  const full = join(directory, ...listed.path.split("/"));
  const status = statSync(full, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return { ...listed, part: undefined, there: status !== undefined, labels: listed.words };
  if (!holdsPictures(full))
    throw new SourceError(
      listed.file,
      listed.line,
      `expected pictures (${pictureExtensions.join(", ")}) in ${listed.path}, found none`,
    );
  return { ...listed, there: true, ...picturesOf(listed) };
}

/** `frames label` or `first frames label` behind a folder of pictures; numbers of pictures begin at 1. */
function picturesOf({ words, file, line }: Listed): { part: ClipPart; labels: readonly string[] } {
  const numbers = words.map(Number);
  if (words.length < 2 || !numbers.slice(0, -1).every((value) => Number.isInteger(value) && value >= 0))
    throw new SourceError(
      file,
      line,
      `expected frames and a label behind a folder of pictures, got "${words.join(" ")}"`,
    );
  if (words.length === 2) return { part: { kind: "pictures" }, labels: words.slice(1) };
  const [first, count] = numbers as [number, number];
  return { part: { kind: "pictures", first, last: first + count - 1 }, labels: words.slice(2) };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
