import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type HostTensor, type RandomKey, type Tree, treeLeaves } from "@vivit/nn";
import { flushFolder, writeSafetensorsFile } from "@vivit/weights/node";
import type { EpochRecord } from "../report/run-report.ts";
import { checkpointFolder, checkpointName, listCheckpoints, nameOf } from "./checkpoint-names.ts";
import { checkpointFiles, type Score, writeManifest } from "./manifest.ts";
import { removeOlder } from "./remove-older.ts";
import { writeJson } from "./write-json.ts";

/** How far a run has come, with its recipe: all but the tensors of what it needs to go on. */
export interface TrainerState {
  readonly version: 2;
  /** Training steps taken. */
  readonly step: number;
  /** Steps of one epoch; a resumed run must find the same. */
  readonly stepsPerEpoch: number;
  readonly recipe: unknown;
  readonly data: string;
  /** What the data was, to notice a change. */
  readonly fingerprint: DataFingerprint;
  /** All randomness comes from here; with the position it says which clip comes next, cut how. */
  readonly key: RandomKey;
  readonly position: EpochPosition;
  readonly epochs: readonly EpochRecord[];
  /** Seconds spent training so far. */
  readonly seconds: number;
}

/** What tells one data set from another. */
export interface DataFingerprint {
  readonly classes: readonly string[];
  readonly training: number;
  readonly validation: number;
  /** SHA-256 of all paths, labels and splits. */
  readonly sha256: string;
}

/** A place within an epoch. */
export interface EpochPosition {
  /** Counted from 0. */
  readonly epoch: number;
  /** Steps of this epoch that are taken. */
  readonly steps: number;
  /** Sum of their losses. */
  readonly lossSum: number;
}

/** Parameters, the optimizer's state, and the running mean of the parameters where a recipe keeps one. */
export type TrainingTensors = {
  readonly params: Tree<HostTensor>;
  readonly optimizer: Tree<HostTensor>;
  readonly average?: Tree<HostTensor>;
};

/** Which checkpoints stay. */
export interface Retention {
  /** How many of the newest. */
  readonly keep: number;
  /** What makes one the best, which stays too. */
  readonly metric: "top1" | "loss";
}

/**
 * Write a checkpoint beside the others, flush it, name it, flush the folder, and only then remove older ones: whatever goes wrong
 * and whenever the process or the machine stops, one whole checkpoint is there.
 *
 * @param tensors a tree of any shape
 * @param score of the evaluation that this save follows, if one was made at this step
 * @returns its directory
 * @throws Error if anything cannot be written; the checkpoints before it stay
 */
export async function writeCheckpoint(
  run: string,
  state: TrainerState,
  tensors: TrainingTensors,
  { keep, metric }: Retention,
  score?: Score,
): Promise<string> {
  const folder = join(run, checkpointFolder);
  const partial = join(folder, `${checkpointName(state.step)}.partial`);
  try {
    await rm(partial, { recursive: true, force: true }); // what a killed save left
    await mkdir(partial, { recursive: true });
    await writeSafetensorsFile(
      join(partial, checkpointFiles.tensors),
      new Map(treeLeaves(tensors as unknown as Tree<HostTensor>)),
    );
    await writeJson(join(partial, checkpointFiles.state), state);
    await writeManifest(partial, state.step, score);
    const final = join(folder, await freeName(run, state.step));
    await rename(partial, final);
    await flushFolder(folder);
    await removeOlder(run, keep, metric);
    await writeJson(join(run, checkpointFiles.state), state); // for people: the checkpoint has its own
    return final;
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined); // the first failure is the one to tell
    throw new Error(`checkpoint: ${(error as Error).message}; the last good one stays in ${folder}`, { cause: error });
  }
}

/** A step may be saved twice, before and after its evaluation: the second has a number behind its name, so neither is missing for a moment. */
async function freeName(run: string, step: number): Promise<string> {
  const same = (await listCheckpoints(run)).filter((checkpoint) => checkpoint.step === step);
  const last = same.at(-1);
  return nameOf(step, last ? last.repeat + 1 : 0);
}
