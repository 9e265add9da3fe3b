import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { treeFromLeaves } from "@vivit/nn";
import { readSafetensorsFile } from "@vivit/weights/node";
import type { TrainerState, TrainingTensors } from "./checkpoint.ts";
import { checkpointFolder, listCheckpoints } from "./checkpoint-names.ts";
import { checkpointFiles, findDamage } from "./manifest.ts";

/** A checkpoint in memory. */
export interface ReadCheckpoint {
  readonly state: TrainerState;
  readonly tensors: TrainingTensors;
  /** Newer checkpoints that were passed over, with the reason. */
  readonly notices: readonly string[];
}

/**
 * Read the newest whole checkpoint of a run.
 *
 * @returns undefined if there is none at all
 * @throws Error if there are some and all of them are damaged
 */
export async function readCheckpoint(run: string): Promise<ReadCheckpoint | undefined> {
  const notices: string[] = [];
  for (const { path } of (await listCheckpoints(run)).reverse()) {
    const damage = await findDamage(path);
    if (damage === undefined) return { ...(await readWhole(path)), notices };
    notices.push(`checkpoint ${basename(path)} is damaged (${damage})`);
  }
  if (notices.length === 0) return undefined;
  throw new Error(
    `checkpoint: expected a whole one in ${join(run, checkpointFolder)}, got ${notices.length} damaged: ${notices.join("; ")}; restore one from a copy, or begin a new run`,
  );
}

/** Read one checkpoint that is known to be whole. @throws Error if a later version wrote it */
export async function readWhole(path: string): Promise<Pick<ReadCheckpoint, "state" | "tensors">> {
  const state = JSON.parse(await readFile(join(path, checkpointFiles.state), "utf8")) as TrainerState;
  if (state.version !== 2)
    throw new Error(
      `checkpoint: ${path}: expected version 2, got ${state.version}; use the vivit that wrote it, or begin a new run with --init`,
    );
  const { tensors } = await readSafetensorsFile(join(path, checkpointFiles.tensors));
  return { state, tensors: treeFromLeaves(tensors) as unknown as TrainingTensors };
}
