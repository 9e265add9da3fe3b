import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "../by-code-point.ts";
import type { ClipEntry, ClipIndex, Split } from "../clip-index.ts";
import { holdOut } from "../loader/hold-out.ts";
import { splitOfWord } from "../split-of-word.ts";
import { videoExtensions } from "../video-names.ts";
import { describeOthers, type FolderContent, listFolder } from "./list-videos.ts";
import { mirrorOf, readDescription } from "./sources/data-description.ts";
import { holdsPictures } from "./sources/find-clips.ts";
import { unfinishedMarker } from "./unfinished-marker.ts";

/** How to read a folder that has no validation clips of its own. */
export interface IndexFolderOptions {
  /** Which clips are held out for validation is a function of this and their names; 0 if left out. */
  readonly seed?: number;
}

/**
 * Index a folder of clips: `split/class/file` or `class/file`, where a clip may also be a folder of numbered pictures.
 *
 * Splits are `train`, `val` or `validation`, and `test`; classes are sorted by code point. Without a folder for validation,
 * about 15 % of the training clips are held out for it, by name, and `validation` says so. A `dataset.json` in the folder
 * may state `"horizontalFlip": false` or `"mirroredWords"`.
 *
 * @throws Error that says what was found and what to do: no folder, no videos, one class, a class without training clips
 */
export function indexFolder(directory: string, { seed = 0 }: IndexFolderOptions = {}): ClipIndex {
  const top = readTop(directory);
  const splits = splitFolders(directory, top);
  const found = new Map<Split, ClassFolder[]>(
    splits
      ? splits.map(([split, name]) => [split, classFolders(directory, name)] as const)
      : [["train", classFolders(directory)] as const],
  );
  const training = found.get("train") ?? [];
  const classes = requireClasses(directory, training, found);
  const entries = [...found].flatMap(([split, folders]) =>
    folders.flatMap((folder) => entriesOf(folder, split, classes)),
  );
  const validation = found.has("validation") ? "folder" : "held out";
  return {
    directory,
    classes,
    entries: validation === "folder" ? entries : holdOut(entries, seed),
    ...describeFlip(directory, classes),
    validation,
  };
}

/** A folder of one class. */
interface ClassFolder {
  readonly name: string;
  /** Relative to the directory, with forward slashes. */
  readonly path: string;
  readonly content: FolderContent;
  /** Names of its folders of pictures, each a clip. */
  readonly pictures: readonly string[];
}

const splitOrder: readonly Split[] = ["train", "validation", "test"];

const layouts = "put clips in it as train/<class>/<clip>.mp4 and val/<class>/<clip>.mp4, or as <class>/<clip>.mp4";

function readTop(directory: string): FolderContent {
  const status = statSync(directory, { throwIfNoEntry: false });
  if (!status?.isDirectory())
    throw new Error(
      `indexFolder: expected a folder of clips, got ${directory}, which ${status ? "is a file" : "does not exist"}; ${layouts}`,
    );
  if (existsSync(join(directory, unfinishedMarker)))
    throw new Error(`indexFolder: ${directory} is unfinished; run the command that makes it again`);
  const top = listFolder(directory);
  if (top.folders.length + top.videos.length + top.others.length === 0)
    throw new Error(`indexFolder: expected clips in ${directory}, which is empty; ${layouts}`);
  return top;
}

/** The folders of splits, if there is one for training that holds folders; `train` may also be a class of vehicles. */
function splitFolders(directory: string, { folders }: FolderContent): [Split, string][] | undefined {
  const splits = folders.flatMap((name) => {
    const split = splitOfWord(name);
    return split && listFolder(join(directory, name)).folders.length > 0 ? [[split, name] as [Split, string]] : [];
  });
  if (splits.length === 0) return undefined;
  for (const split of splitOrder) {
    const names = splits.filter(([of]) => of === split).map(([, name]) => name);
    if (names.length > 1)
      throw new Error(
        `indexFolder: expected one folder for ${split} in ${directory}, got ${names.join(" and ")}; keep one`,
      );
  }
  if (splits.some(([split]) => split === "train"))
    return splits.sort(([a], [b]) => splitOrder.indexOf(a) - splitOrder.indexOf(b));
  throw new Error(
    `indexFolder: expected a folder train beside ${splits.map(([, name]) => name).join(" and ")} in ${directory}; add train/<class>/<clip>.mp4`,
  );
}

function classFolders(directory: string, split?: string): ClassFolder[] {
  const parent = split === undefined ? directory : join(directory, split);
  return listFolder(parent).folders.map((name) => {
    const content = listFolder(join(parent, name));
    const pictures = content.folders.filter((folder) => holdsPictures(join(parent, name, folder)));
    return { name, path: split === undefined ? name : `${split}/${name}`, content, pictures };
  });
}

/** Names of the classes, once every class of every split has training clips. */
function requireClasses(
  directory: string,
  training: readonly ClassFolder[],
  found: ReadonlyMap<Split, readonly ClassFolder[]>,
): string[] {
  const all = [...found.values()].flat();
  if (all.every((folder) => countClips(folder) === 0))
    throw new Error(
      `indexFolder: expected videos (${videoExtensions.join(", ")}) in the class folders of ${directory}, found ${describeAll(directory, all)}; ${layouts}`,
    );
  const classes = training.map(({ name }) => name).sort(byCodePoint);
  for (const folder of training)
    if (countClips(folder) === 0)
      throw new Error(
        `indexFolder: expected clips of every class, found ${describeOthers(folder.content.others)} in ${join(directory, folder.path)}; add clips or remove the folder`,
      );
  if (classes.length === 1)
    throw new Error(
      `indexFolder: expected 2 classes or more, found only "${classes[0]}" in ${directory}; add a folder of clips for each other class`,
    );
  for (const [split, folders] of found)
    for (const folder of folders)
      if (!classes.includes(folder.name) && countClips(folder) > 0)
        throw new Error(
          `indexFolder: expected every class of ${split} in training too, found "${folder.name}" only as ${join(directory, folder.path)}; add training clips or remove the folder`,
        );
  return classes;
}

function describeAll(directory: string, folders: readonly ClassFolder[]): string {
  const top = listFolder(directory);
  const loose = top.videos.length > 0 ? `${top.videos.length} videos outside of class folders, ` : "";
  return loose + describeOthers([...top.others, ...folders.flatMap(({ content }) => content.others)]);
}

function countClips({ content, pictures }: ClassFolder): number {
  return content.videos.length + pictures.length;
}

function entriesOf(
  { name, path, content, pictures }: ClassFolder,
  split: Split,
  classes: readonly string[],
): ClipEntry[] {
  const labels = [classes.indexOf(name)];
  return [
    ...content.videos.map((video) => ({ path: `${path}/${video}`, labels, split })),
    ...pictures.map((folder) => ({ path: `${path}/${folder}`, part: { kind: "pictures" as const }, labels, split })),
  ];
}

function describeFlip(directory: string, classes: readonly string[]): Pick<ClipIndex, "horizontalFlip" | "mirrored"> {
  const { horizontalFlip = true, mirroredWords } = readDescription(directory);
  return { horizontalFlip, ...(mirroredWords ? { mirrored: mirrorOf(classes, mirroredWords, directory) } : {}) };
}
