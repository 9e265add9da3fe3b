import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type HostTensor, type Tree, treeFromLeaves, treeLeaves } from "@vivit/nn";
import { readSafetensorsFile, writeSafetensorsFile } from "@vivit/weights/node";
import type { EpochRecord } from "../report/run-report.ts";
import { writeJson } from "./write-json.ts";

/** How far a run has come, with its recipe: all but the tensors of what it needs to go on. */
export interface TrainerState {
  readonly version: 1;
  /** Training steps taken. */
  readonly step: number;
  /** Steps of one epoch; a resumed run must find the same. */
  readonly stepsPerEpoch: number;
  readonly recipe: unknown;
  readonly data: string;
  readonly epochs: readonly EpochRecord[];
  /** Seconds spent training so far. */
  readonly seconds: number;
}

/** Parameters and optimizer state. */
export type TrainingTensors = { readonly params: Tree<HostTensor>; readonly optimizer: Tree<HostTensor> };

const folder = "checkpoints";
const names = { tensors: "state.safetensors", state: "trainer_state.json" } as const;

/**
 * Write a checkpoint beside the last one, then name it and remove the older ones: whatever goes wrong, one whole checkpoint
 * stays.
 *
 * @returns its directory
 */
export async function writeCheckpoint(run: string, state: TrainerState, tensors: TrainingTensors): Promise<string> {
  const final = join(run, folder, `step-${String(state.step).padStart(8, "0")}`);
  const partial = `${final}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    await mkdir(partial, { recursive: true });
    await writeSafetensorsFile(join(partial, names.tensors), new Map(treeLeaves(tensors as Tree<HostTensor>)));
    await writeJson(join(partial, names.state), state);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw new Error(`checkpoint: ${(error as Error).message}; the last good one stays in ${join(run, folder)}`, {
      cause: error,
    });
  }
  await rm(final, { recursive: true, force: true });
  await rename(partial, final);
  await writeJson(join(run, names.state), state); // for people: the checkpoint has its own
  for (const older of await listCheckpoints(run))
    if (older !== final) await rm(older, { recursive: true, force: true });
  return final;
}

/**
 * Read the newest checkpoint of a run.
 *
 * @returns undefined if there is none
 */
export async function readCheckpoint(
  run: string,
): Promise<{ state: TrainerState; tensors: TrainingTensors } | undefined> {
  const newest = (await listCheckpoints(run)).at(-1);
  if (!newest) return undefined;
  const state = JSON.parse(await readFile(join(newest, names.state), "utf8")) as TrainerState;
  const { tensors } = await readSafetensorsFile(join(newest, names.tensors));
  return { state, tensors: treeFromLeaves(tensors) as unknown as TrainingTensors };
}

async function listCheckpoints(run: string): Promise<string[]> {
  const entries = await readdir(join(run, folder)).catch(() => []);
  return entries
    .filter((name) => /^step-\d+$/.test(name))
    .sort()
    .map((name) => join(run, folder, name));
}
