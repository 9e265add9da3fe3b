import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClipIndex } from "@vivit/datasets";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { TrainerState } from "./checkpoint.ts";
import { fingerprintOf } from "./data-fingerprint.ts";
import { writeJson } from "./write-json.ts";

/** The file of a run that says what it began with. */
export const beginningFile = "run.json";

/** What a run began with: with it, one that stopped before its first checkpoint can begin again. */
export interface Beginning extends Pick<TrainerState, "recipe" | "data" | "fingerprint"> {
  readonly version: 1;
}

/** Write what a run begins with, before anything else of it. */
export async function writeBeginning(directory: string, recipe: Recipe, index: ClipIndex): Promise<void> {
  const beginning: Beginning = {
    version: 1,
    recipe,
    data: index.source ?? index.directory,
    fingerprint: fingerprintOf(index),
  };
  await mkdir(directory, { recursive: true });
  await writeJson(join(directory, beginningFile), beginning);
}

/**
 * Read what a run began with.
 *
 * @returns undefined if nothing was begun there
 * @throws Error if a later version wrote it
 */
export async function readBeginning(directory: string): Promise<Beginning | undefined> {
  const path = join(directory, beginningFile);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const beginning = JSON.parse(text) as Beginning;
  if (beginning.version === 1) return beginning;
  throw new Error(`train: ${path}: expected version 1, got ${beginning.version}; use the vivit that wrote it`);
}
