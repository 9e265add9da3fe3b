import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { UsageError } from "../usage-error.ts";
import { lockFile, lockRun, type RunLock } from "./run-lock.ts";

/**
 * Work in the directory of a run, alone.
 *
 * @param use `new`: it must be empty, so that no run is ever lost to another; `resume`: it holds a run
 * @throws UsageError if another process works there, or a new run finds something
 */
export async function withRunDirectory<Result>(
  directory: string,
  use: "new" | "resume",
  work: (lock: RunLock) => Promise<Result>,
): Promise<Result> {
  if (use === "new") {
    await refuseOccupied(directory);
    await mkdir(directory, { recursive: true });
  } else if (!existsSync(directory)) throw noCheckpoint(directory);
  const lock = await lockRun(directory);
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

/** The refusal to go on where nothing was begun. */
export function noCheckpoint(directory: string): UsageError {
  return new UsageError(
    `train: expected a checkpoint in ${directory}, found none; give the directory of a run that was stopped`,
  );
}

async function refuseOccupied(directory: string): Promise<void> {
  const present = await readdir(directory).catch(() => []);
  if (present.some((name) => name !== lockFile))
    throw new UsageError(
      `train: ${directory} holds a run already; go on with it by --resume ${directory}, choose another --name, or remove it`,
    );
}
