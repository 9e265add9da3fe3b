import { setTimeout as sleep } from "node:timers/promises";
import type { Contender, Run } from "./contender.ts";

/** Runs of two contenders in turn. */
export interface Pairs {
  readonly ours: readonly Run[];
  readonly peer: readonly Run[];
  /** Our seconds / the peer's, of each pair: below 1 we are faster. */
  readonly ratios: readonly number[];
}

/** Threads that wait for work keep their cores busy for a moment after a run; the other contender must not feel that. */
const settleMilliseconds = 300;

/**
 * Time two contenders in turn, A B A B, after one uncounted run each: machines drift, ratios of neighbors do not.
 *
 * @param pairs how many counted runs of each
 */
export async function timePairs(ours: Contender, peer: Contender, pairs: number): Promise<Pairs> {
  const runs = { ours: [] as Run[], peer: [] as Run[] };
  for (let pair = -1; pair < pairs; pair++) {
    for (const [name, contender] of [
      ["ours", ours],
      ["peer", peer],
    ] as const) {
      await sleep(settleMilliseconds);
      const run = await contender.run();
      if (pair >= 0) runs[name].push(run);
    }
  }
  return { ...runs, ratios: runs.ours.map(({ seconds }, pair) => seconds / runs.peer[pair]!.seconds) };
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
