import { join } from "node:path";
import type { ClipIndex } from "../clip-index.ts";
import type { View, ViewShape } from "../clip-view.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { BatchMemory } from "../loader/batch-memory.ts";
import { checkShape } from "../loader/check-shape.ts";
import { ClipCache } from "../loader/clip-cache.ts";
import { ClipProblems } from "../loader/clip-problems.ts";
import type { ViewSource } from "../loader/view-source.ts";
import { type FoundView, findViews, framesFor, type WholeClip, wholeViews } from "../loader/whole-clip.ts";
import type { ClipSourceOptions } from "./clip-source-options.ts";
import { DecodePool } from "./decode-pool.ts";
import type { DecodeJob } from "./decode-views.ts";
import { DiskCache } from "./disk-cache.ts";

/** Views of the clips of an index: from memory or disk where they are cached, else decoded by the pool. */
export class ClipSource implements ViewSource {
  readonly cache: ClipCache;
  readonly disk: DiskCache | undefined;
  readonly problems: ClipProblems;
  readonly pool: DecodePool;
  /** Of batches that were handed back; shared, so that a training step in another thread takes its batch without a copy here. */
  readonly memory = new BatchMemory((bytes) => new SharedArrayBuffer(bytes));
  readonly shape: ViewShape;
  readonly #job: Omit<DecodeJob, "path" | "part" | "views" | "wholeBytes">;
  readonly #fail: boolean;
  readonly #ownsPool: boolean;

  constructor(
    readonly index: ClipIndex,
    options: ClipSourceOptions,
  ) {
    checkShape(options);
    const { frames, stride, crop, shortSide, resize = "tensorflow", frameRate = 0, missingFrames, engine } = options;
    const { cacheBytes = 2 ** 29, diskCache, maxBadFraction = 0.05 } = options;
    this.shape = { frames, stride, crop };
    this.#job = { shape: this.shape, shortSide, resize, frameRate, missingFrames, engine };
    this.#fail = missingFrames === "fail";
    this.cache = new ClipCache(cacheBytes);
    this.disk = diskCache && new DiskCache(diskCache, { shortSide, resize, frameRate, engine });
    this.problems = new ClipProblems(index.entries, maxBadFraction);
    this.pool = options.pool ?? new DecodePool(options);
    this.#ownsPool = options.pool === undefined;
  }

  /**
   * Find views of one clip.
   *
   * @returns undefined if the file does not decode, which is then noted in `problems`
   * @throws Error if too many files do not, or this one does not and none may
   */
  async views(entry: number, views: readonly View[], signal?: AbortSignal): Promise<FoundView[] | undefined> {
    if (this.problems.get(entry)) return undefined;
    const kept = this.cache.get(entry);
    if (kept) return this.#found(entry, kept, views, signal);
    try {
      const result = await this.pool.decode(this.#jobFor(entry, views), signal);
      if ("views" in result) {
        this.disk?.note(result);
        return wholeViews(result.views, this.shape);
      }
      this.cache.offer(entry, result.whole);
      return await this.#found(entry, result.whole, views, signal);
    } catch (error) {
      if (!(error instanceof DecodeError) || (this.#fail && incomplete.has(error.reason))) throw error;
      this.problems.add(entry, error);
      return undefined;
    }
  }

  reuse(views: readonly FoundView[]): void {
    for (const { clip, own } of views) if (own) this.pool.reuse(clip.values);
  }

  /** End the decoding processes, unless they are shared, and forget the cached clips. */
  async dispose(): Promise<void> {
    if (this.#ownsPool) await this.pool.dispose();
    this.cache.clear();
    this.memory.clear();
  }

  /** Views of frames in memory; what changes colors or scale is done by the pool, so that a training step never waits for it. */
  async #found(entry: number, whole: WholeClip, views: readonly View[], signal?: AbortSignal): Promise<FoundView[]> {
    if (!views.some((view) => "start" in view && view.augmentation)) return findViews(whole, this.shape, views);
    const frames = framesFor(whole, views, this.shape);
    const result = await this.pool.decode({ path: this.#path(entry), frames, shape: this.shape, views }, signal);
    return wholeViews("views" in result ? result.views : [], this.shape);
  }

  #jobFor(entry: number, views: readonly View[]): DecodeJob {
    const { part } = this.index.entries[entry]!;
    const path = this.#path(entry);
    return { ...this.#job, path, part, views, wholeBytes: this.cache.room, disk: this.disk?.place(path, part) };
  }

  #path(entry: number): string {
    return join(this.index.directory, ...this.index.entries[entry]!.path.split("/"));
  }
}

/** Reasons that say that frames are missing. */
const incomplete = new Set(["truncated", "damaged frames"]);
