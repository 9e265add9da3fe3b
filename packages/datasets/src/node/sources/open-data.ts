import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { ClipIndex } from "../../clip-index.ts";
import { holdOut } from "../../loader/hold-out.ts";
import { readIndexFile } from "../index-files.ts";
import { indexFolder } from "../index-folder.ts";
import { descriptionFile, mirrorOf, readDescription } from "./data-description.ts";
import { readEpicKitchens } from "./epic-kitchens.ts";
import { type FoundClips, findClips } from "./find-clips.ts";
import { readKinetics } from "./kinetics.ts";
import { readMoments } from "./moments.ts";
import { readPathLists } from "./path-list.ts";
import {
  firstLineOf,
  type RecognizedSource,
  recognizeSources,
  type SourceName,
  sourceNames,
} from "./recognize-source.ts";
import { readRecordFiles } from "./record-files.ts";
import { readSomethingSomething } from "./something-something.ts";
import type { ListReading, MissingClip, SourceContent } from "./source-content.ts";
import { readVideoFolder } from "./video-folder.ts";

/** A data set, opened. */
export interface OpenedData {
  readonly index: ClipIndex;
  /** How it was read. */
  readonly name: SourceName | "index";
  /** What people should know: what was assumed, passed over or corrected. */
  readonly notices: readonly string[];
  /** Clips that lists name and that are not there. */
  readonly missing: readonly MissingClip[];
}

/**
 * Open a data set: `DIR`, whose kind is told from its content; `kinetics:DIR` and its kin to say the kind; a list of
 * `path label`; or an `index.jsonl` of `vivit check`.
 *
 * Without clips for validation about 15 % of the training clips are held out, by name.
 *
 * @param specification kinds are kinetics, epic-kitchens, something-something, moments, video-folder, list, tfrecord, folder
 * @param options `seed`: which clips are held out
 * @throws Error that says what was found and what to do; a SourceError with file and line for an annotation that is wrong
 */
export function openData(specification: string, { seed = 0 }: { readonly seed?: number } = {}): OpenedData {
  const { kind, path } = cut(specification);
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile()) return openFile(path, kind, specification, seed);
  if (!status || kind === "folder") return plainFolder(path, specification, seed);
  const found = findClips(path);
  const recognized = recognizeSources(path, found);
  const chosen = kind ? recognized.find(({ name }) => name === kind) : only(path, recognized);
  if (chosen) return openSource(path, found, chosen, specification, seed);
  if (kind && kind !== "kinetics")
    throw new Error(
      `openData: expected the files of ${kind} in ${path}, got ${recognized.map(({ name, files }) => `${name} (${files[0]})`).join(", ") || "none of them"}; ${filesOf[kind]}`,
    );
  return plainFolder(path, specification, seed);
}

const filesOf: Readonly<Record<SourceName, string>> = {
  kinetics: "train.csv begins with label,youtube_id,time_start,time_end,split",
  "epic-kitchens": "EPIC_100_train.csv begins with narration_id",
  "something-something": "labels.json, train.json and validation.json stand at the top",
  moments: "moments_categories.txt, trainingSet.csv and validationSet.csv stand at the top",
  "video-folder": "metadata.csv or metadata.jsonl names file_name and label",
  list: "train.txt and val.txt have a path and a label a line, relative to the folder",
  tfrecord: "files are called train-00000-of-00001 or train.tfrecord",
  folder: "clips stand as train/<class>/<clip>.mp4",
};

function cut(specification: string): { kind: SourceName | undefined; path: string } {
  const colon = specification.indexOf(":");
  const word = specification.slice(0, colon);
  if (colon < 2) return { kind: undefined, path: specification }; // none, or the drive of a path on Windows
  const kind = aliases[word] ?? sourceNames.find((name) => name === word);
  if (kind) return { kind, path: specification.slice(colon + 1) };
  if (/^[a-z0-9-]+$/.test(word) && !statSync(specification, { throwIfNoEntry: false }))
    throw new Error(`openData: expected one of ${sourceNames.join(", ")} before the colon, got ${word}`);
  return { kind: undefined, path: specification };
}

const aliases: Readonly<Record<string, SourceName>> = {
  epic: "epic-kitchens",
  ssv2: "something-something",
  videofolder: "video-folder",
};

/** The one kind that a folder holds; none where only clips are there. */
function only(directory: string, recognized: readonly RecognizedSource[]): RecognizedSource | undefined {
  if (recognized.length < 2) return recognized[0];
  const list = recognized.map(({ name, files }) => `${name} (${files[0]})`).join(" and ");
  throw new Error(
    `openData: expected one kind of annotation in ${directory}, got ${list}; say which: ${recognized[0]!.name}:${directory}`,
  );
}

/** Read annotations as `dataset.json` beside them says, if there is one. */
function openSource(
  directory: string,
  beside: FoundClips,
  recognized: RecognizedSource,
  source: string,
  seed: number,
): OpenedData {
  const { clips, firstLabel, horizontalFlip, mirroredWords } = readDescription(directory);
  const root = clips === undefined ? directory : resolve(directory, clips);
  if (clips !== undefined && !statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(
      `openData: expected the folder of clips that ${join(directory, descriptionFile)} names, got ${root}`,
    );
  const found = clips === undefined ? beside : findClips(root);
  const content = read(directory, found, recognized, { root, ...(firstLabel === undefined ? {} : { firstLabel }) });
  const opened = finish(root, recognized.name, content, source, seed);
  const mirrored = mirroredWords && mirrorOf(content.classes, mirroredWords, directory);
  const flip = horizontalFlip ?? (mirrored ? true : content.horizontalFlip);
  return { ...opened, index: { ...opened.index, horizontalFlip: flip, ...(mirrored ? { mirrored } : {}) } };
}

function read(
  directory: string,
  found: FoundClips,
  { name, files }: RecognizedSource,
  reading: ListReading,
): SourceContent {
  if (name === "kinetics") return readKinetics(directory, found, files);
  if (name === "epic-kitchens") return readEpicKitchens(directory, found, files);
  if (name === "something-something") return readSomethingSomething(directory, found, files[0]!);
  if (name === "moments") return readMoments(directory, reading.root);
  if (name === "video-folder") return readVideoFolder(directory, files, reading);
  if (name === "tfrecord") return readRecordFiles(directory, files); // they hold their pictures themselves
  return readPathLists(directory, files, reading);
}

/** One list, or an index: its clips are where it lies. */
function openFile(path: string, kind: SourceName | undefined, specification: string, seed: number): OpenedData {
  if (kind === undefined && firstLineOf(path).includes('"vivit-index"'))
    return { index: readIndexFile(path), name: "index", notices: [], missing: [] };
  const directory = dirname(path);
  const files = [basename(path)];
  const chosen = kind
    ? { name: kind, files }
    : (recognizeSources(directory, findClips(directory))
        .map(({ name, files: own }) => ({ name, files: own.filter((file) => file === files[0]) }))
        .find(({ files: own }) => own.length > 0) ?? { name: "list" as const, files });
  return openSource(directory, findClips(directory), chosen, specification, seed);
}

function plainFolder(path: string, specification: string, seed: number): OpenedData {
  return { index: { ...indexFolder(path, { seed }), source: specification }, name: "folder", notices: [], missing: [] };
}

function finish(directory: string, name: SourceName, content: SourceContent, source: string, seed: number): OpenedData {
  const { notices, missing, entries, ...rest } = content;
  if (entries.length === 0)
    throw new Error(
      `openData: expected the clips of ${name} in ${directory}, found none of ${missing.length}${missing[0] ? ` (first: ${missing[0].path}, ${missing[0].file}${missing[0].line === undefined ? "" : ` line ${missing[0].line}`})` : ""}; put the videos beside the lists, in folders as you like`,
    );
  const own = entries.some(({ split }) => split === "validation");
  const index: ClipIndex = {
    directory,
    ...rest,
    entries: own ? entries : holdOut(entries, seed),
    validation: own ? "folder" : "held out",
    source,
  };
  return { index, name, notices, missing };
}
