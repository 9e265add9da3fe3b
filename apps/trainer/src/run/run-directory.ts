import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../usage-error.ts";
import { lockFile, lockRun, type RunLock } from "./run-lock.ts";

/**
 * Work in the directory of a run, alone; half-written files of a process that was killed there are removed.
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
  } else if (!existsSync(directory)) throw noRun(directory);
  const lock = await lockRun(directory);
  try {
    await removePartial(directory);
    return await work(lock);
  } finally {
    await lock.release();
  }
}

/** The refusal to go on where nothing was begun. */
export function noRun(directory: string): UsageError {
  return new UsageError(
    `train: expected a run in ${directory}, found none; give the directory of a run that was stopped, or begin one: vivit train --data DIR --name NAME`,
  );
}

/** A process that was killed before it had written what its run begins with has left nothing that could be lost. */
async function refuseOccupied(directory: string): Promise<void> {
  const present = await readdir(directory).catch(() => []);
  if (present.some((name) => !name.startsWith(lockFile) && !isPartial(name)))
    throw new UsageError(
      `train: ${directory} holds a run already; go on with it by --resume ${directory}, choose another --name, or remove it`,
    );
}

async function removePartial(directory: string): Promise<void> {
  for (const name of await readdir(directory)) if (isPartial(name)) await rm(join(directory, name), { force: true });
}

function isPartial(name: string): boolean {
  return name.endsWith(".partial") && !name.startsWith(lockFile); // another's lock may be on its way
}
