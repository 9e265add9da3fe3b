/** Sizes that decide how attention's gradient is cut. */
export interface AttentionSize {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
}

const mostScores = 2 ** 24;
const fewestRows = 64;

/**
 * How many query rows of attention's gradient to compute at once.
 *
 * @param size of the scores [batch, heads, queries, keys]
 * @returns rows of a block; all queries where their scores fit
 */
export function attentionBlockRows({ batch, heads, queries, keys }: AttentionSize): number {
  const fitting = Math.floor(mostScores / (batch * heads * keys));
  return Math.max(1, Math.min(queries, Math.max(fewestRows, fitting)));
}
