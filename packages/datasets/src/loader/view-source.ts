import type { ClipIndex } from "../clip-index.ts";
import type { View, ViewShape } from "../clip-view.ts";
import type { BatchMemory } from "./batch-memory.ts";
import type { ClipCache } from "./clip-cache.ts";
import type { ClipProblems } from "./clip-problems.ts";
import type { FoundView } from "./whole-clip.ts";

/** Where batches get their views from: files that are decoded, in whatever way, or frames in memory. */
export interface ViewSource {
  readonly index: ClipIndex;
  readonly shape: ViewShape;
  readonly cache: ClipCache;
  readonly problems: ClipProblems;
  /** Of batches that were handed back; batches have new memory if left out. */
  readonly memory?: BatchMemory;
  /**
   * Find views of one clip.
   *
   * @param entry its number in the index
   * @returns undefined if it does not decode, which is then noted in `problems`
   * @throws Error if too many do not
   */
  views(entry: number, views: readonly View[], signal?: AbortSignal): Promise<FoundView[] | undefined>;
  /** Hand back views that are in a batch. */
  reuse?(views: readonly FoundView[]): void;
  dispose(): Promise<void>;
}
