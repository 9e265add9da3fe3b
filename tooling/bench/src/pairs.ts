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

/** Least seconds of a turn, and of the one before the first pair, in which compilers of both find out what is used often. */
const [turnSeconds, firstTurnSeconds] = [3, 6];

/**
 * Time two contenders in turn, A B A B, after one uncounted turn each: machines drift, ratios of neighbors do not.
 *
 * A turn is one run of long work. Of short work it is several, and its time their median: after seconds of waiting for the other
 * contender the first run finds caches empty and threads asleep, which a run among many never does.
 *
 * @param pairs how many counted turns of each
 */
export async function timePairs(ours: Contender, peer: Contender, pairs: number): Promise<Pairs> {
  const runs = { ours: [] as Run[], peer: [] as Run[] };
  for (let pair = -1; pair < pairs; pair++) {
    for (const [name, contender] of [
      ["ours", ours],
      ["peer", peer],
    ] as const) {
      await sleep(settleMilliseconds);
      const run = await takeTurn(contender, pair < 0 ? firstTurnSeconds : turnSeconds);
      if (pair >= 0) runs[name].push(run);
    }
  }
  return { ...runs, ratios: runs.ours.map(({ seconds }, pair) => seconds / runs.peer[pair]!.seconds) };
}

async function takeTurn(contender: Contender, least: number): Promise<Run> {
  const runs: Run[] = [];
  for (let passed = 0; passed < least; passed += runs.at(-1)!.seconds) runs.push(await contender.run());
  const seconds = median(runs.map((run) => run.seconds));
  return { seconds, peakBytes: Math.max(...runs.map((run) => run.peakBytes)) };
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
