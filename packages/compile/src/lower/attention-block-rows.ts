/** Sizes that decide how attention's gradient is cut. */
export interface AttentionSize {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
}

/** 64 MB of float32 scores: bounded memory, whatever the length. */
const mostScores = 2 ** 24;

/**
 * Rows of a block where memory would allow more, and the fewest where it would not.
 *
 * Measured on one thread of an AMD EPYC with AVX-512, best of several, all rows at once last.
 * 513 tokens, batch 8, 4 heads of 32: 64, 129, 171, 257, 513 rows took 70, 74, 68, 69, 79 ms.
 * 3137 tokens, batch 1, 12 heads of 64: 64, 128, 256, 512, 1024 rows took 1.77, 1.63, 1.49, 1.51, 1.55 s.
 */
const mostRows = 384;
const fewestRows = 64;

/**
 * How many query rows of attention's gradient to compute at once: all of a short sequence, else blocks of nearly equal size.
 *
 * @param size of the scores [batch, heads, queries, keys]
 * @returns rows of a block, the last one may have fewer
 */
export function attentionBlockRows({ batch, heads, queries, keys }: AttentionSize): number {
  return evenRows(queries, Math.min(mostRows, fittingRows(batch * heads * keys)));
}

/**
 * The fewest blocks of nearly equal size whose scores fit into bounded memory.
 *
 * @param scoresOfQuery scores of one query row: batch · heads · keys
 * @returns rows [begin, end) of each block
 */
export function evenBlocks(queries: number, scoresOfQuery: number): [begin: number, end: number][] {
  return blocksOf(queries, evenRows(queries, fittingRows(scoresOfQuery)));
}

/** Rows [begin, end) of blocks of so many rows, the last one may have fewer. */
export function blocksOf(queries: number, rows: number): [begin: number, end: number][] {
  return Array.from({ length: Math.ceil(queries / rows) }, (_, block) => [
    block * rows,
    Math.min(queries, (block + 1) * rows),
  ]);
}

/** Rows whose scores fit into bounded memory; not much fewer than are worth a block. */
function fittingRows(scoresOfQuery: number): number {
  return Math.max(fewestRows, Math.floor(mostScores / scoresOfQuery));
}

/** Rows of the fewest blocks of nearly equal size, none with more rows than the limit. */
function evenRows(queries: number, limit: number): number {
  return Math.ceil(queries / Math.ceil(queries / limit));
}
