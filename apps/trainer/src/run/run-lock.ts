import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "../usage-error.ts";

/** The file that says who works in a run's directory. */
export const lockFile = "run.lock";

/** The right to write into a run's directory. */
export interface RunLock {
  /** @throws Error if another process has taken the directory, because this one stood still for long */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Times of the lock, in milliseconds; tests shorten them. */
export interface LockTimes {
  /** From one sign of life to the next. */
  readonly beat: number;
  /** How long a holder that cannot be asked may be silent. Signs are counted, not dated: a clock may go back. */
  readonly silence: number;
}

interface Holder {
  readonly process: number;
  readonly host: string;
  readonly token: string;
  readonly beats: number;
}

/**
 * Take a run's directory for this process.
 *
 * A holder on this machine whose process is gone is replaced at once; any other is watched until it shows a sign of life, or was
 * silent for long: process numbers come again, and one of another machine or container cannot be asked.
 *
 * @throws UsageError if another process works there
 */
export async function lockRun(
  directory: string,
  times: LockTimes = { beat: 2_000, silence: 20_000 },
): Promise<RunLock> {
  const path = join(directory, lockFile);
  const own: Holder = { process: process.pid, host: hostname(), token: randomUUID(), beats: 0 };
  const taken = await writeFile(path, JSON.stringify(own), { flag: "wx" }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
  if (!taken) {
    await waitForSilence(directory, path, times);
    await replace(path, own);
    await wait(Math.min(200, times.beat)); // of two that replace it at once, the last wins
    await checkHolder(directory, path, own);
  }
  return beating(directory, path, own, times);
}

function beating(directory: string, path: string, own: Holder, { beat }: LockTimes): RunLock {
  let beats = 0;
  let last: Promise<unknown> = Promise.resolve();
  const sign = async () => {
    if ((await readHolder(path))?.token === own.token) await replace(path, { ...own, beats: ++beats });
  };
  const timer = setInterval(() => {
    last = last.then(sign).catch(() => undefined); // a disk that fails shows when the run saves
  }, beat);
  timer.unref();
  return {
    check: () => checkHolder(directory, path, own),
    async release() {
      clearInterval(timer);
      await last;
      if ((await readHolder(path))?.token === own.token) await rm(path, { force: true });
    },
  };
}

async function waitForSilence(directory: string, path: string, { beat, silence }: LockTimes): Promise<void> {
  const first = await readHolder(path);
  if (!first || isGone(first)) return;
  for (const began = performance.now(); performance.now() - began < silence; ) {
    await wait(beat / 2);
    const now = await readHolder(path);
    if (!now) return;
    if (now.token !== first.token || now.beats !== first.beats) throw inUse(directory, now);
  }
}

function isGone({ process: id, host }: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function checkHolder(directory: string, path: string, own: Holder): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.token !== own.token) throw inUse(directory, holder);
}

function inUse(directory: string, holder: Holder | undefined): UsageError {
  const who = holder ? `process ${holder.process} on ${holder.host}` : "another process, which has left";
  return new UsageError(
    `train: ${directory} is in use by ${who}; wait for it to end, stop it, or choose another --name`,
  );
}

async function replace(path: string, holder: Holder): Promise<void> {
  const next = `${path}.${holder.token}.partial`;
  await writeFile(next, JSON.stringify(holder));
  await rename(next, path);
}

/** @returns undefined if nobody holds it, or the file is no lock */
async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}
