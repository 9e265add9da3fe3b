/** Something to time, made ready once. */
export interface Contender {
  readonly name: string;
  run(): Promise<unknown>;
  dispose(): Promise<void>;
}

/** Timings of two contenders in turn: milliseconds of each pair. */
export interface PairedTimes {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** Peer / ours of each pair, so above 1 we are faster. */
  readonly ratios: readonly number[];
}

/**
 * Time two contenders in turn, A B A B, after one uncounted run each: machines drift, ratios of neighbors do not.
 *
 * @param pairs how many counted runs of each
 */
export async function timePairs(ours: Contender, peer: Contender, pairs: number): Promise<PairedTimes> {
  await ours.run();
  await peer.run();
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let pair = 0; pair < pairs; pair++) {
    times.ours.push(await milliseconds(ours));
    times.peer.push(await milliseconds(peer));
  }
  return { ...times, ratios: times.peer.map((time, pair) => time / times.ours[pair]!) };
}

async function milliseconds(contender: Contender): Promise<number> {
  const begin = performance.now();
  await contender.run();
  return performance.now() - begin;
}

/** The middle value; of an even count, the lower of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}
