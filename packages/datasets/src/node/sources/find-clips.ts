import { opendirSync, readdirSync } from "node:fs";
import { extname, join, parse } from "node:path";
import { byCodePoint } from "../../by-code-point.ts";
import { isPictureName, isVideoName } from "../../video-names.ts";

/** What lies in a data folder, at any depth. */
export interface FoundClips {
  /** Paths of videos by file name without its ending; a name may be there several times. */
  readonly videos: ReadonlyMap<string, readonly string[]>;
  /** Paths of folders of pictures by name. */
  readonly pictures: ReadonlyMap<string, readonly string[]>;
  /** Paths of all other files. */
  readonly others: readonly string[];
}

/** Find the clips and lists in a folder, at any depth; paths are relative to it, with forward slashes, sorted by code point. */
export function findClips(directory: string): FoundClips {
  const found = { videos: new Map<string, string[]>(), pictures: new Map<string, string[]>(), others: [] as string[] };
  const walk = (path: string) => {
    const folders: string[] = [];
    for (const entry of readdirSync(join(directory, path), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const inside = path === "" ? entry.name : `${path}/${entry.name}`;
      if (isFolder(directory, inside, entry)) folders.push(inside);
      else if (isVideoName(entry.name)) add(found.videos, parse(entry.name).name, inside);
      else found.others.push(inside);
    }
    for (const folder of folders) {
      if (holdsPictures(join(directory, folder))) add(found.pictures, folder.split("/").at(-1)!, folder);
      else walk(folder);
    }
  };
  walk("");
  for (const paths of [...found.videos.values(), ...found.pictures.values()]) paths.sort(byCodePoint);
  found.others.sort(byCodePoint);
  return found;
}

/** Whether a folder's first files are pictures; folders of pictures may hold millions, so no more is looked at. */
export function holdsPictures(directory: string): boolean {
  const folder = opendirSync(directory);
  try {
    for (let looked = 0; looked < 8; looked++) {
      const entry = folder.readSync();
      if (!entry) return false;
      if (entry.isFile() && isPictureName(entry.name)) return true;
    }
    return false;
  } finally {
    folder.closeSync();
  }
}

/** Whether a name ends in one of some endings, whatever their case. */
export function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.includes(extname(name).toLowerCase());
}

function isFolder(directory: string, path: string, entry: { isDirectory(): boolean; isSymbolicLink(): boolean }) {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    opendirSync(join(directory, path)).closeSync();
    return true;
  } catch {
    return false; // a link to a file, or to nothing
  }
}

function add(map: Map<string, string[]>, name: string, path: string): void {
  const paths = map.get(name);
  if (paths) paths.push(path);
  else map.set(name, [path]);
}
