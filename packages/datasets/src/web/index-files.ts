import { byCodePoint } from "../by-code-point.ts";
import type { ClipEntry, ClipIndex, Split } from "../clip-index.ts";
import { holdOut } from "../loader/hold-out.ts";
import { mirrorClasses } from "../mirror-classes.ts";
import { splitOfWord } from "../split-of-word.ts";
import { isVideoName, videoExtensions } from "../video-names.ts";
import type { WebClips } from "./web-clips.ts";

/** How to read files of which none are for validation. */
export interface IndexFilesOptions {
  /** Which clips are held out for validation is a function of this and their names; 0 if left out. */
  readonly seed?: number;
}

const layouts = "choose a folder that holds train/<class>/<clip>.mp4 and val/<class>/<clip>.mp4, or <class>/<clip>.mp4";

/**
 * Index the files of a folder that somebody chose, by `<input type="file" webkitdirectory>`: `split/class/file` or `class/file`.
 *
 * Classes, labels, splits and the clips held out are those of Node's `indexFolder` for the same folder, and a `dataset.json` in it
 * may state `"horizontalFlip": false` or `"mirroredWords"` as there.
 *
 * @throws Error that says what was found and what to do: no videos, one class, a class without training clips
 */
export async function indexFiles(files: Iterable<File>, { seed = 0 }: IndexFilesOptions = {}): Promise<WebClips> {
  const found = new Map<string, File>();
  for (const file of files) found.set(pathOf(file), file);
  const paths = [...found.keys()].filter((path) => isVideoName(path) && !/(^|\/)\./.test(path));
  const splits = paths.some((path) => path.split("/").length === 3 && splitOfWord(path.split("/")[0]!) === "train");
  const placed = paths.flatMap((path) => placeOf(path, splits) ?? []);
  if (placed.length === 0)
    throw new Error(
      `indexFiles: expected videos (${videoExtensions.join(", ")}) in class folders, found ${paths.length > 0 ? `${paths.length} videos outside of class folders` : `none among ${found.size} files`}; ${layouts}`,
    );
  const classes = requireClasses(placed);
  const entries = order(placed, classes);
  const validation = entries.some(({ split }) => split === "validation") ? "folder" : "held out";
  return {
    index: {
      directory: "",
      classes,
      entries: validation === "folder" ? entries : holdOut(entries, seed),
      ...(await describeFlip(found.get("dataset.json"), classes)),
      validation,
    },
    open: ({ path }) => found.get(path)!,
  };
}

/** Whether clips may be mirrored, and which class each shows then, as `dataset.json` says, if there is one. */
async function describeFlip(
  description: File | undefined,
  classes: readonly string[],
): Promise<Pick<ClipIndex, "horizontalFlip" | "mirrored">> {
  if (!description) return { horizontalFlip: true };
  try {
    const { horizontalFlip = true, mirroredWords } = JSON.parse((await description.text()).replace(/^\uFEFF/, ""));
    if (typeof horizontalFlip !== "boolean") throw new Error("horizontalFlip: expected true or false");
    if (mirroredWords === undefined) return { horizontalFlip };
    if (!isPairOfWords(mirroredWords)) throw new Error("mirroredWords: expected two words");
    return { horizontalFlip, mirrored: mirrorClasses(classes, mirroredWords) };
  } catch (error) {
    throw new Error(`indexFiles: dataset.json: ${(error as Error).message}; repair or remove it`);
  }
}

function isPairOfWords(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((word) => typeof word === "string" && word !== "");
}

/** A clip, and the class that its folder is named after. */
interface PlacedClip {
  readonly path: string;
  readonly split: Split;
  readonly name: string;
}

/** Path within the folder that was chosen. */
function pathOf({ webkitRelativePath, name }: File): string {
  return webkitRelativePath ? webkitRelativePath.split("/").slice(1).join("/") : name;
}

function placeOf(path: string, splits: boolean): PlacedClip | undefined {
  const steps = path.split("/");
  if (!splits) return steps.length === 2 ? { path, split: "train", name: steps[0]! } : undefined;
  const split = splitOfWord(steps[0]!);
  return split && steps.length === 3 ? { path, split, name: steps[1]! } : undefined;
}

function requireClasses(placed: readonly PlacedClip[]): string[] {
  const training = new Set(placed.flatMap(({ split, name }) => (split === "train" ? [name] : [])));
  const classes = [...training].sort(byCodePoint);
  if (classes.length === 1)
    throw new Error(
      `indexFiles: expected 2 classes or more, found only "${classes[0]}"; add a folder of clips for each other class`,
    );
  const other = placed.find(({ name }) => !training.has(name));
  if (!other) return classes;
  throw new Error(
    `indexFiles: expected every class of ${other.split} in training too, found "${other.name}" only as ${other.path}; add training clips or remove the folder`,
  );
}

/** Training clips first, each class in turn, as `indexFolder` has them. */
function order(placed: readonly PlacedClip[], classes: readonly string[]): ClipEntry[] {
  const splits: readonly Split[] = ["train", "validation", "test"];
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return [...placed]
    .sort(
      (a, b) =>
        splits.indexOf(a.split) - splits.indexOf(b.split) ||
        numbers.get(a.name)! - numbers.get(b.name)! ||
        byCodePoint(a.path, b.path),
    )
    .map(({ path, split, name }) => ({ path, labels: [numbers.get(name)!], split }));
}
