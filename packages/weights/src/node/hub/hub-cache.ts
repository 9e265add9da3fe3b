import { copyFile, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { getRepoFolderName } from "@huggingface/hub";
import type { HubName } from "./hub-name.ts";

/** Where the cache keeps a model. Source: the layout of huggingface_hub: `blobs`, `refs` and `snapshots`. */
export interface HubCache {
  /** The file that says which commit a branch or tag was last. */
  readonly reference: string;
  blob(etag: string): string;
  /** The folder of one commit. */
  snapshot(commit: string): string;
}

/** Where the cache keeps a model. */
export function hubCache(cacheDirectory: string, { repository, revision }: HubName): HubCache {
  const folder = join(cacheDirectory, getRepoFolderName({ type: "model", name: repository }));
  return {
    reference: join(folder, "refs", ...revision.split("/")),
    blob: (etag) => join(folder, "blobs", etag),
    snapshot: (commit) => join(folder, "snapshots", commit),
  };
}

/** @returns the folder of the commit that was fetched last under this revision, or undefined */
export async function findCached(cache: HubCache, { revision }: HubName): Promise<HubSnapshot | undefined> {
  const noted = await readFile(cache.reference, "utf8").catch(() => undefined);
  const commit = noted?.trim() ?? revision;
  if (!/^[0-9a-f]{40}$/.test(commit)) return undefined;
  const directory = cache.snapshot(commit);
  return (await exists(directory)) ? { directory, commit } : undefined;
}

/** A model on this machine. */
export interface HubSnapshot {
  /** Holds the files under their names. */
  readonly directory: string;
  /** The commit that they are of. */
  readonly commit: string;
}

/** Note which commit a branch or tag is. */
export async function noteReference(cache: HubCache, { revision }: HubName, commit: string): Promise<void> {
  if (revision === commit) return;
  await mkdir(dirname(cache.reference), { recursive: true });
  await writeFile(cache.reference, commit);
}

/** Put a blob into a snapshot under its name: a link, or a copy where the system has none. */
export async function linkBlob(blob: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await rm(place, { force: true });
  await symlink(relative(dirname(place), blob), place).catch(() => copyFile(blob, place));
}

/** Whether there is something, links followed. */
export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
