import { type BatchLoader, batchLoaderOf, checkFlip, type LoaderOptions } from "../loader/batch-loader.ts";
import { checkShape } from "../loader/check-shape.ts";
import { WebClipSource } from "./clip-source.ts";
import type { WebClipSourceOptions } from "./clip-source-options.ts";
import type { WebClips } from "./web-clips.ts";

/** What a loader takes from files, and what it may use for that. */
export interface ClipLoaderOptions extends WebClipSourceOptions, LoaderOptions {}

/**
 * Read a data set as batches in a page or worker: decoded by WebCodecs ahead of the reader, cached in memory, and random only by
 * key.
 *
 * Order, sampling, crops and labels are those of Node's `createClipLoader` with the same key; colors differ as decoders do. A
 * file that does not decode is skipped and listed in `problems`. Resizing is done in the thread that reads: best in a worker.
 *
 * @throws RangeError if the sizes do not fit together
 */
export function createClipLoader(clips: WebClips, options: ClipLoaderOptions): BatchLoader {
  checkFlip(clips.index, options);
  checkShape(options);
  return batchLoaderOf(new WebClipSource(clips, options), options);
}
