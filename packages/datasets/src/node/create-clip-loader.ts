import type { ClipIndex } from "../clip-index.ts";
import { type BatchLoader, batchLoaderOf, checkFlip, type LoaderOptions } from "../loader/batch-loader.ts";
import { ClipSource } from "./clip-source.ts";
import type { ClipSourceOptions } from "./clip-source-options.ts";

/** What a loader takes from files, and what it may use for that. */
export interface ClipLoaderOptions extends ClipSourceOptions, LoaderOptions {}

/** Batches of clips that are read from files. */
export interface ClipLoader extends BatchLoader {
  /** Bytes of decoded clips on disk. */
  readonly diskBytes: number;
  /** Why no more clips are kept on disk; undefined while all is well. */
  readonly diskProblem: string | undefined;
}

/**
 * Read a data set as batches: decoded in processes of their own ahead of the reader, cached in memory, and random only
 * by key.
 *
 * The same key gives the same batches, whatever the number of processes, the cache and the timing. A file that does not
 * decode is skipped and listed in `problems`. Call `dispose` when done, or the decoding processes keep Node alive.
 *
 * @throws RangeError if the sizes do not fit together
 */
export function createClipLoader(index: ClipIndex, options: ClipLoaderOptions): ClipLoader {
  checkFlip(index, options);
  const source = new ClipSource(index, options);
  return Object.defineProperties(batchLoaderOf(source, options), {
    diskBytes: { get: () => source.disk?.bytes ?? 0, enumerable: true },
    diskProblem: { get: () => source.disk?.problem, enumerable: true },
  }) as ClipLoader;
}
