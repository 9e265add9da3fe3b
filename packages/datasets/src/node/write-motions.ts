import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import workerpool from "workerpool";
import { type MotionLevel, motionClasses } from "../motions/motion-classes.ts";
import type { MotionFile } from "./motions-worker.ts";
import { unfinishedMarker } from "./unfinished-marker.ts";
import { workerScript } from "./worker-script.ts";

/** How many clips of `motions` to make, and which. */
export interface WriteMotionsOptions {
  /** 0 if left out. */
  readonly seed?: number;
  /** Training clips; 2000 if left out. */
  readonly train?: number;
  /** Validation clips; 300 if left out. */
  readonly val?: number;
  /** Height and width in pixels, even; 64 if left out. */
  readonly size?: number;
  /** `easy` if left out. */
  readonly level?: MotionLevel;
  /** Processes; one for each core if left out. */
  readonly workers?: number;
  /** Called after each clip. */
  readonly onProgress?: (made: number, total: number) => void;
}

/** What `dataset.json` of a `motions` folder holds. */
export interface MotionsDescription {
  readonly name: "motions";
  readonly version: number;
  readonly level: MotionLevel;
  readonly seed: number;
  readonly size: number;
  readonly counts: { readonly train: number; readonly val: number };
  readonly classes: readonly string[];
  /** Left and right are classes. */
  readonly horizontalFlip: false;
}

/** Rises when the same seed gives other clips. */
const version = 1;

/**
 * Make the `motions` data set: real video files, H.264 in MP4, `train/<class>/*.mp4` and `val/<class>/*.mp4`.
 *
 * Made once, then found again: a folder that holds the same set is left as it is, one that was interrupted is completed.
 *
 * @returns whether clips were made, and what the folder holds
 * @throws Error if the folder holds anything else; RangeError for a size or count that cannot be
 */
export async function writeMotions(
  directory: string,
  options: WriteMotionsOptions = {},
): Promise<{ made: boolean; description: MotionsDescription }> {
  const description = describe(options);
  if (claim(directory, description) === "complete") return { made: false, description };
  await makeFiles(planFiles(directory, description), options);
  writeDescription(directory, "dataset.json", description);
  rmSync(join(directory, unfinishedMarker));
  return { made: true, description };
}

function describe({
  seed = 0,
  train = 2000,
  val = 300,
  size = 64,
  level = "easy",
}: WriteMotionsOptions): MotionsDescription {
  if (!Number.isInteger(size) || size < 16 || size % 2 !== 0)
    throw new RangeError(`writeMotions: expected an even size of 16 pixels or more, got ${size}`);
  for (const [name, count] of Object.entries({ train, val }))
    if (!Number.isInteger(count) || count < motionClasses.length)
      throw new RangeError(
        `writeMotions: expected ${name} of ${motionClasses.length} clips or more, one for each class, got ${count}`,
      );
  if (level !== "easy" && level !== "hard")
    throw new RangeError(`writeMotions: expected level easy or hard, got ${level}`);
  return {
    name: "motions",
    version,
    level,
    seed,
    size,
    counts: { train, val },
    classes: motionClasses,
    horizontalFlip: false,
  };
}

/** Make sure that the folder is ours to fill. */
function claim(directory: string, description: MotionsDescription): "complete" | "to do" {
  const wanted = JSON.stringify(description, null, 2);
  for (const name of ["dataset.json", unfinishedMarker]) {
    const path = join(directory, name);
    if (!existsSync(path)) continue;
    if (readFileSync(path, "utf8").trim() === wanted) return name === unfinishedMarker ? "to do" : "complete";
    throw new Error(
      `writeMotions: expected ${directory} to be new or to hold the same set, its ${name} says otherwise; choose another folder or remove it`,
    );
  }
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new Error(
      `writeMotions: expected ${directory} to be new or empty, it holds other files; choose another folder`,
    );
  mkdirSync(directory, { recursive: true });
  writeDescription(directory, unfinishedMarker, description);
  return "to do";
}

function writeDescription(directory: string, name: string, description: MotionsDescription): void {
  const path = join(directory, name);
  writeFileSync(`${path}.part`, `${JSON.stringify(description, null, 2)}\n`);
  renameSync(`${path}.part`, path);
}

function planFiles(directory: string, { counts, seed, level, size }: MotionsDescription): MotionFile[] {
  const files = Object.entries(counts).flatMap(([split, count]) =>
    Array.from({ length: count }, (_, index) => {
      const folder = join(directory, split, motionClasses[index % motionClasses.length]!);
      const path = join(folder, `${String(index).padStart(5, "0")}.mp4`);
      return { path, spec: { seed, split, index, level, size } };
    }),
  );
  for (const split of Object.keys(counts))
    for (const name of motionClasses) mkdirSync(join(directory, split, name), { recursive: true });
  return files;
}

async function makeFiles(
  files: readonly MotionFile[],
  { workers = availableParallelism(), onProgress }: WriteMotionsOptions,
): Promise<void> {
  const { path, nodeArguments } = workerScript("motions-worker");
  const pool = workerpool.pool(path, {
    workerType: "process",
    maxWorkers: workers,
    workerTerminateTimeout: 200,
    emitStdStreams: true,
    forkOpts: { execArgv: [...nodeArguments] },
  });
  let made = 0;
  const on = (event: { made?: number }) => {
    if (event.made) onProgress?.(++made, files.length);
  };
  const chunk = 20; // clips in a task: enough to keep the processes busy, few enough to share evenly
  const tasks = Array.from({ length: Math.ceil(files.length / chunk) }, (_, task) =>
    pool.exec("makeMotionFiles", [files.slice(task * chunk, (task + 1) * chunk)], { on }),
  );
  try {
    await Promise.all(tasks);
  } finally {
    await pool.terminate(true);
  }
}
