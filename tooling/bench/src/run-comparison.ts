import type { Comparison } from "./comparisons.ts";
import type { Contender, Run } from "./contender.ts";
import { exportedContender, oursContender, pythonContender } from "./contenders.ts";
import { median, type Pairs, timePairs } from "./pairs.ts";

/** Ours against one peer. */
export interface Result {
  readonly peer: string;
  readonly pairs: Pairs;
}

/** Time one comparison: ours against each peer in turn. */
export async function runComparison(comparison: Comparison, pairs: number, show: (line: string) => void) {
  const results: Result[] = [];
  const ours = await oursContender(comparison.ours, comparison.worker);
  for (const start of peersOf(comparison)) {
    const peer = await start();
    const result = { peer: peer.about, pairs: await timePairs(ours, peer, pairs) };
    await peer.dispose();
    show(describeResult(result));
    results.push(result);
  }
  await ours.dispose();
  const best = results.reduce((a, b) => (seconds(b.pairs.peer) < seconds(a.pairs.peer) ? b : a));
  const ratio = median(best.pairs.ratios);
  show(
    `  ours / best peer ${ratio.toFixed(3)}, bar ${comparison.bar.toFixed(3)}: ${ratio <= comparison.bar ? "met" : "MISSED"}`,
  );
  return results;
}

function peersOf({ stock, exported, peers = [] }: Comparison): (() => Promise<Contender>)[] {
  return [
    ...(stock ? [() => oursContender(stock)] : []),
    ...(exported ? [exportedContender] : []),
    ...peers.map((peer) => () => pythonContender(peer)),
  ];
}

function seconds(runs: readonly Run[]): number {
  return median(runs.map((run) => run.seconds));
}

function describeResult({ peer, pairs }: Result): string {
  const times = (runs: readonly Run[]) => {
    const all = runs.map((run) => run.seconds);
    const peak = Math.max(...runs.map((run) => run.peakBytes));
    return `${seconds(runs).toFixed(3)} s (${Math.min(...all).toFixed(3)} to ${Math.max(...all).toFixed(3)}), ${(peak / 1e9).toFixed(1)} GB`;
  };
  const range = `${Math.min(...pairs.ratios).toFixed(3)} to ${Math.max(...pairs.ratios).toFixed(3)}`;
  return `  ${peer}: ${times(pairs.peer)}; ours ${times(pairs.ours)}; ours / peer ${median(pairs.ratios).toFixed(3)} (${range})`;
}
