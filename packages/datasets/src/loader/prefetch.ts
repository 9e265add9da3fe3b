import type { ViewShape } from "../clip-view.ts";

/** How far ahead of the reader batches may be made ready. */
export interface PrefetchOptions {
  readonly batchSize: number;
  readonly prefetchBatches?: number;
  readonly prefetchBytes?: number;
}

/** Batches that may be ready ahead of the reader: 4, or as many as fit into their bytes (half a gigabyte); 1 at least. */
export function batchesAhead(
  { frames, crop }: ViewShape,
  { batchSize, prefetchBatches = 4, prefetchBytes = 2 ** 29 }: PrefetchOptions,
): number {
  const bytes = batchSize * frames * crop * crop * 3 * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.min(prefetchBatches, Math.floor(prefetchBytes / bytes)));
}

/**
 * Run jobs ahead of whoever reads their results.
 *
 * Results come in the order of the jobs. At most `ahead` jobs are started and unread at any time. A job begins when the reader has
 * gone on with the result before: what it computes in this thread must not delay who computes elsewhere.
 *
 * @param jobs started as they are taken from here
 * @param ahead 1 or more
 */
export async function* prefetch<T>(
  jobs: Iterable<() => Promise<T>>,
  ahead: number,
): AsyncGenerator<T, void, undefined> {
  const started: Promise<T>[] = [];
  for (const job of jobs) {
    const promise = nextTask().then(job);
    promise.catch(() => {}); // a failure is thrown when its turn comes, not before
    started.push(promise);
    if (started.length >= ahead) yield await started.shift()!;
  }
  for (const promise of started) yield await promise;
}

/** Until the work at hand is done: the next task, not the next microtask. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
