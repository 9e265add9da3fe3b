import { join } from "node:path";
import type { ClipIndex } from "../clip-index.ts";
import type { View, ViewShape } from "../clip-view.ts";
import { ClipCache } from "./clip-cache.ts";
import { ClipProblems } from "./clip-problems.ts";
import { DecodeError } from "./decode-error.ts";
import { DecodePool, type DecodePoolOptions } from "./decode-pool.ts";
import { type FoundView, findViews, wholeViews } from "./decode-views.ts";
import type { ResizeMethod } from "./frame-writer.ts";

/** What a clip source takes from files, and what it may use for that. */
export interface ClipSourceOptions extends ViewShape, DecodePoolOptions {
  /** Pixels of the shorter side after resize; `crop` or more. */
  readonly shortSide: number;
  /** `tensorflow` (the default) and `pillow` resize as these do, to the bit; `native` by FFmpeg's bilinear scaler. */
  readonly resize?: ResizeMethod;
  /** Bytes of memory for decoded clips; half a gigabyte if left out. */
  readonly cacheBytes?: number;
  /** Share of the files that may be damaged before the run stops; 0.05 if left out. */
  readonly maxBadFraction?: number;
  /** Processes to decode in, shared with others; processes of its own if left out. */
  readonly pool?: DecodePool;
}

/** Views of the clips of an index: from memory where they are cached, else decoded by the pool. */
export class ClipSource {
  readonly cache: ClipCache;
  readonly problems: ClipProblems;
  readonly pool: DecodePool;
  readonly shape: ViewShape;
  readonly #shortSide: number;
  readonly #resize: ResizeMethod;
  readonly #ownsPool: boolean;

  constructor(
    readonly index: ClipIndex,
    options: ClipSourceOptions,
  ) {
    checkOptions(options);
    const {
      frames,
      stride,
      crop,
      shortSide,
      resize = "tensorflow",
      cacheBytes = 2 ** 29,
      maxBadFraction = 0.05,
    } = options;
    this.shape = { frames, stride, crop };
    this.#shortSide = shortSide;
    this.#resize = resize;
    this.cache = new ClipCache(cacheBytes);
    this.problems = new ClipProblems(index.entries, maxBadFraction);
    this.pool = options.pool ?? new DecodePool(options);
    this.#ownsPool = options.pool === undefined;
  }

  /**
   * Find views of one clip.
   *
   * @param entry number of the clip in the index
   * @returns undefined if the file does not decode, which is then noted in `problems`
   * @throws Error if too many files do not
   */
  async views(entry: number, views: readonly View[], signal?: AbortSignal): Promise<FoundView[] | undefined> {
    if (this.problems.get(entry)) return undefined;
    const kept = this.cache.get(entry);
    if (kept) return findViews(kept, this.shape, views);
    try {
      const result = await this.pool.decode(this.#job(entry, views), signal);
      if ("views" in result) return wholeViews(result.views, this.shape);
      this.cache.offer(entry, result.whole);
      return findViews(result.whole, this.shape, views);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.problems.add(entry, error);
      return undefined;
    }
  }

  /** End the decoding processes, unless they are shared, and forget the cached clips. */
  async dispose(): Promise<void> {
    if (this.#ownsPool) await this.pool.dispose();
    this.cache.clear();
  }

  #job(entry: number, views: readonly View[]) {
    const path = join(this.index.directory, ...this.index.entries[entry]!.path.split("/"));
    return {
      path,
      shortSide: this.#shortSide,
      resize: this.#resize,
      shape: this.shape,
      views,
      wholeBytes: this.cache.room,
    };
  }
}

function checkOptions(options: ClipSourceOptions): void {
  for (const name of ["frames", "stride", "crop", "shortSide"] as const) {
    if (Number.isInteger(options[name]) && options[name] > 0) continue;
    throw new RangeError(`createClipLoader: expected ${name} to be a whole number above 0, got ${options[name]}`);
  }
  if (options.shortSide < options.crop)
    throw new RangeError(
      `createClipLoader: expected shortSide of at least the crop ${options.crop}, got ${options.shortSide}; resize larger or crop smaller`,
    );
}
