import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { byCodePoint } from "../by-code-point.ts";
import { isVideoName } from "../video-names.ts";

/** What lies in one folder. */
export interface FolderContent {
  /** Names of videos, sorted by code point. */
  readonly videos: readonly string[];
  /** Names of folders, sorted by code point. */
  readonly folders: readonly string[];
  /** Names of everything else; hidden files count for nothing. */
  readonly others: readonly string[];
}

/** Sort the content of a folder into videos, folders and the rest; links are followed. */
export function listFolder(directory: string): FolderContent {
  const content = { videos: [] as string[], folders: [] as string[], others: [] as string[] };
  for (const name of readdirSync(directory).sort(byCodePoint)) {
    if (name.startsWith(".")) continue;
    const status = statSync(join(directory, name), { throwIfNoEntry: false });
    if (status?.isDirectory()) content.folders.push(name);
    else if (status?.isFile() && isVideoName(name)) content.videos.push(name);
    else content.others.push(name);
  }
  return content;
}

/** Say what was found instead of videos: "3 .txt, 1 .jpg". */
export function describeOthers(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const ending = extname(name).toLowerCase() || "without ending";
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const parts = [...counts]
    .sort(([a, m], [b, n]) => n - m || byCodePoint(a, b))
    .map(([ending, count]) => `${count} ${ending}`);
  return parts.length > 0 ? parts.join(", ") : "no other files";
}
