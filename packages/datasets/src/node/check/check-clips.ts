import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { byCodePoint } from "../../by-code-point.ts";
import type { Clip } from "../../clip.ts";
import { type ClipEntry, type ClipIndex, clipName } from "../../clip-index.ts";
import { DecodeError, type DecodeReason } from "../../decode/decode-error.ts";
import { uprightSize } from "../../decode/frame-request.ts";
import { DecodePool, type DecodePoolOptions } from "../decode-pool.ts";
import type { DecodeJob } from "../decode-views.ts";
import { loadNodeAv, type NodeAv } from "../load-node-av.ts";
import { withVideo } from "../open-video.ts";

/** How to check. */
export interface CheckDataOptions extends DecodePoolOptions {
  /** Numbers of the clips to check; all if left out. */
  readonly entries?: readonly number[];
  /** Called after each clip. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is known of one clip once it was decoded. */
export interface CheckedClip {
  /** Number in the index. */
  readonly entry: number;
  /** Relative to the directory, with its part. */
  readonly name: string;
  /** SHA-256 of its bytes: of the file, of its pictures, or of the record; undefined if it is missing. */
  readonly hash?: string;
  /** Why it does not decode. */
  readonly problem?: { readonly reason: DecodeReason; readonly message: string };
  readonly frames?: number;
  /** Frames per second; 0 if the file states none. */
  readonly frameRate?: number;
  readonly seconds?: number;
  /** Pixels as stored, width and height; of a video file only. */
  readonly size?: readonly [width: number, height: number];
  /** Whether every frame is two fields of different moments, which move apart like the teeth of a comb. */
  readonly interlaced?: boolean;
  /** Its middle frame, small. */
  readonly still?: Clip;
}

/** Pixels of the shorter side that clips are decoded to: enough for a still. */
const stillSide = 72;

/**
 * Decode clips of an index whole, in processes of their own, and hash their bytes.
 *
 * One that crashes its process or takes longer than `secondsPerClip` is a problem like any other.
 *
 * @param keepStill of which clips the middle frame is kept; the first sound one of each class if left out
 */
export async function checkClips(index: ClipIndex, options: CheckDataOptions = {}): Promise<CheckedClip[]> {
  const av = await loadNodeAv("checkClips");
  const numbers = options.entries ?? index.entries.map((_, entry) => entry);
  const pool = new DecodePool(options);
  const shown = new Set<number>();
  let done = 0;
  const check = async (entry: number): Promise<CheckedClip> => {
    const checked = await checkClip(av, pool, index, entry);
    options.onProgress?.(++done, numbers.length);
    const label = index.entries[entry]!.labels[0] ?? -1;
    if (!checked.still || !shown.has(label)) {
      if (checked.still) shown.add(label);
      return checked;
    }
    const { still: _, ...rest } = checked;
    return rest;
  };
  try {
    return await inTurn(numbers, 16, check);
  } finally {
    await pool.dispose();
  }
}

async function checkClip(av: NodeAv, pool: DecodePool, index: ClipIndex, entry: number): Promise<CheckedClip> {
  const clip = index.entries[entry]!;
  const path = join(index.directory, ...clip.path.split("/"));
  const name = clipName(clip);
  const hash = existsSync(path) ? await hashClip(path, clip) : undefined;
  const about = { entry, name, ...(hash ? { hash } : {}) };
  try {
    const decoded = await decodeWhole(pool, path, clip);
    const stored = clip.part && clip.part.kind !== "time" ? {} : describeVideo(av, path);
    const { frames, frameRate } = decoded;
    const seconds = frameRate > 0 ? { seconds: frames / frameRate } : {};
    return { ...about, frames, frameRate, ...seconds, ...stored, still: middleFrame(decoded) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...about, problem: { reason: error.reason, message: error.message } };
  }
}

async function decodeWhole(pool: DecodePool, path: string, { part }: ClipEntry): Promise<Clip> {
  const shape = { frames: 1, stride: 1, crop: stillSide };
  const request = {
    path,
    shortSide: stillSide,
    resize: "native" as const,
    shape,
    views: [],
    wholeBytes: Number.MAX_SAFE_INTEGER,
    missingFrames: "skip" as const,
    ...(part ? { part } : {}),
  };
  const result = await pool.decode(request as DecodeJob);
  if (!("whole" in result)) throw new Error(`checkClips: expected all frames of ${path}, got views`);
  return result.whole.clip;
}

/** Pixels as a player shows them, and fields. It was decoded in another process already, so it is safe to open here. */
function describeVideo(av: NodeAv, path: string): Pick<CheckedClip, "size" | "interlaced"> {
  return withVideo(av, path, ({ info, codec }) => {
    const { width, height } = uprightSize(info);
    const interlaced = Number(codec.getOption("field_order")) > av.constants.AV_FIELD_PROGRESSIVE;
    return { size: [width, height], ...(interlaced ? { interlaced } : {}) };
  });
}

function middleFrame({ frames, height, width, values, frameRate }: Clip): Clip {
  const bytes = height * width * 3;
  const at = Math.floor(frames / 2);
  return { frames: 1, height, width, frameRate, values: values.slice(at * bytes, (at + 1) * bytes) };
}

/** SHA-256 of what a clip is made of; clips of one long file differ by their part. */
async function hashClip(path: string, { part }: ClipEntry): Promise<string> {
  const hash = createHash("sha256");
  if (part?.kind === "time") hash.update(`${part.start}-${part.end}s `);
  if (part?.kind === "record")
    await feed(hash, createReadStream(path, { start: part.offset, end: part.offset + part.length - 1 }));
  else if ((await stat(path)).isFile()) await feed(hash, createReadStream(path));
  else
    for (const picture of (await readdir(path)).sort(byCodePoint)) {
      const number = Number(/(\d+)\D*$/.exec(picture)?.[1] ?? Number.NaN);
      const { first = 0, last = Number.POSITIVE_INFINITY } = part?.kind === "pictures" ? part : {};
      if (number >= first && number <= last) hash.update(await readFile(join(path, picture)));
    }
  return hash.digest("hex");
}

async function feed(hash: ReturnType<typeof createHash>, bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of bytes) hash.update(chunk);
}

/** Work through a list, so many at a time, keeping its order. */
async function inTurn<T, R>(list: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const runner = async () => {
    while (next < list.length) {
      const at = next++;
      results[at] = await work(list[at]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, runner));
  return results;
}
