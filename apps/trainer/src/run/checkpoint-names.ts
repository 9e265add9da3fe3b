import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The folder of a run that holds its checkpoints. */
export const checkpointFolder = "checkpoints";

/** A checkpoint on disk, whole or not. */
export interface NamedCheckpoint {
  readonly path: string;
  readonly step: number;
  /** How often the step had been saved before. */
  readonly repeat: number;
}

/** The name of the first checkpoint of a step. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(8, "0")}`;
}

/** The name of a checkpoint: by steps, not by the clock, which may go back. */
export function nameOf(step: number, repeat: number): string {
  return repeat === 0 ? checkpointName(step) : `${checkpointName(step)}-${repeat}`;
}

/** The checkpoints of a run, oldest first; none if there is no such run. */
export async function listCheckpoints(run: string): Promise<NamedCheckpoint[]> {
  const folder = join(run, checkpointFolder);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const [, step, repeat = "0"] = /^step-(\d+)(?:-(\d+))?$/.exec(name) ?? [];
      return step === undefined ? [] : [{ path: join(folder, name), step: Number(step), repeat: Number(repeat) }];
    })
    .sort((one, other) => one.step - other.step || one.repeat - other.repeat);
}
