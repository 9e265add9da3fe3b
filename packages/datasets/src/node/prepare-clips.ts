import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import workerpool from "workerpool";
import { type ClipEntry, type ClipIndex, clipName } from "../clip-index.ts";
import { writeIndexFile } from "./index-files.ts";
import { loadNodeAv } from "./load-node-av.ts";
import type { PrepareJob, PrepareOutcome } from "./prepare-worker.ts";
import { workerScript } from "./worker-script.ts";

/** How a compact copy is made. */
export interface PrepareOptions {
  /** Pixels of the shorter side; 256 if left out. */
  readonly shortSide?: number;
  /** Frames per second; as they are if left out. */
  readonly frameRate?: number;
  /** Frames from one key frame to the next: 1 is the quickest to seek in and the largest; 12 if left out. */
  readonly keyEvery?: number;
  /** Quality of libx264, 0 (lossless) to 51; 20 if left out. */
  readonly crf?: number;
  /** Processes; one for each core if left out. */
  readonly workers?: number;
  /** How long one clip may take; 120 if left out. */
  readonly secondsPerClip?: number;
  /** Called after each clip. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** How it went. */
export interface PreparedClips {
  /** Where the index of the copy is. */
  readonly index: string;
  /** Clips written now. */
  readonly made: number;
  /** Clips that were there already. */
  readonly found: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string; readonly message: string }[];
}

/**
 * Copy a data set as short H.264 files of one size, with an index beside them. Clips that are there are not made again, so a
 * copy that was interrupted goes on.
 *
 * @throws RangeError for a setting out of range; Error if the copy would lie in what it copies
 */
export async function prepareClips(
  index: ClipIndex,
  out: string,
  options: PrepareOptions = {},
): Promise<PreparedClips> {
  const { shortSide = 256, frameRate = 0, keyEvery = 12, crf = 20, workers = availableParallelism() } = options;
  check({ shortSide, keyEvery, workers });
  if (resolve(out) === resolve(index.directory))
    throw new Error(`prepareClips: expected another folder than the data's own, got ${out}; give --out`);
  await loadNodeAv("prepareClips");
  mkdirSync(out, { recursive: true });
  const pool = openPool(workers);
  const milliseconds = (options.secondsPerClip ?? 120) * 1000;
  let done = 0;
  const copy = async (entry: ClipEntry): Promise<Copy> => {
    const to = join(out, ...copyPath(entry).split("/"));
    const from = join(index.directory, ...entry.path.split("/"));
    const job = { from, to, ...(entry.part ? { part: entry.part } : {}), shortSide, frameRate, keyEvery, crf };
    const outcome = existsSync(to) ? "found" : await run(pool, job, milliseconds);
    options.onProgress?.(++done, index.entries.length);
    return { entry, outcome };
  };
  try {
    return describe(index, out, await Promise.all(index.entries.map(copy)));
  } finally {
    await pool.terminate(true);
  }
}

/** A clip, and how its copy went. */
interface Copy {
  readonly entry: ClipEntry;
  readonly outcome: PrepareOutcome | "found";
}

/** Write the index of the copies that are there, and count them. */
function describe(index: ClipIndex, out: string, copies: readonly Copy[]): PreparedClips {
  const skipped = copies.flatMap(({ entry, outcome }) =>
    typeof outcome === "object" && "reason" in outcome ? [{ name: clipName(entry), ...outcome }] : [],
  );
  const there = copies.filter(({ outcome }) => outcome === "found" || "frames" in outcome);
  const entries = there.map(({ entry }) => {
    const { part: _, hash: __, ...rest } = entry;
    return { ...rest, path: copyPath(entry) };
  });
  const file = join(out, "index.jsonl");
  writeIndexFile(file, { ...index, directory: out, entries });
  const found = copies.filter(({ outcome }) => outcome === "found").length;
  return { index: file, made: there.length - found, found, skipped };
}

function check(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`prepareClips: expected ${name} to be a whole number of 1 or more, got ${value}`);
  if (settings.shortSide! % 2 !== 0)
    throw new RangeError(`prepareClips: expected an even shortSide, as H.264 asks for, got ${settings.shortSide}`);
}

/** Where the copy of a clip lies; parts of one file lie beside each other. */
function copyPath({ path, part }: ClipEntry): string {
  const base = part?.kind === "pictures" || part?.kind === "record" ? path : path.replace(/\.[^./]+$/, "");
  if (!part) return `${base}.mp4`;
  if (part.kind === "time") return `${base}/${part.start}-${part.end}s.mp4`;
  if (part.kind === "record") return `${base}/${part.offset}.mp4`;
  return part.first === undefined ? `${base}.mp4` : `${base}/${part.first}-${part.last ?? "end"}.mp4`;
}

async function run(pool: workerpool.Pool, job: PrepareJob, milliseconds: number): Promise<PrepareOutcome> {
  try {
    return (await pool.exec("prepareClip", [job]).timeout(milliseconds)) as PrepareOutcome;
  } catch (error) {
    rmSync(`${job.to}.part`, { force: true });
    if (error instanceof workerpool.Promise.TimeoutError)
      return {
        reason: "timed out",
        message: `prepareClips: ${job.from} took longer than ${milliseconds / 1000} seconds`,
      };
    if (error instanceof workerpool.TerminateError)
      return { reason: "worker crashed", message: `prepareClips: the process that copied ${job.from} ended` };
    throw error;
  }
}

function openPool(workers: number): workerpool.Pool {
  const { path, nodeArguments } = workerScript("prepare-worker");
  return workerpool.pool(path, {
    workerType: "process",
    maxWorkers: workers,
    workerTerminateTimeout: 200,
    emitStdStreams: true,
    forkOpts: { execArgv: [...nodeArguments] },
  });
}
