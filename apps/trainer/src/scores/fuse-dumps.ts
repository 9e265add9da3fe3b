import { type HostTensor, hostTensor } from "@vivit/nn";
import { fuseScores } from "@vivit/training";
import type { ViewAverage } from "../run/evaluate-split.ts";
import { logitsFrom, probabilitiesOf, rowOf } from "../run/score-clips.ts";
import { UsageError } from "../usage-error.ts";
import type { ScoreDump } from "./score-dump.ts";

/**
 * Fuse what several models say of the same clips.
 *
 * @param dumps of the same classes and clips, the clips in any order
 * @param weights one for each; equal if left out
 * @param average what is averaged
 * @throws UsageError naming what one of them lacks or says otherwise
 */
export function fuseDumps(
  dumps: readonly (ScoreDump & { readonly path: string })[],
  weights: readonly number[] | undefined,
  average: ViewAverage,
): ScoreDump {
  const [first, ...others] = dumps;
  if (!first || others.length === 0)
    throw new UsageError(
      `fuse: expected scores of two models or more, got ${dumps.length}; vivit evaluate --out writes them`,
    );
  if (weights && weights.length !== dumps.length)
    throw new UsageError(`fuse: expected ${dumps.length} weights, one for each file, got ${weights.length}`);
  const aligned = [first, ...others.map((other) => align(first, other))];
  const tables = aligned.map(({ logits, kind }) =>
    average === "logits" ? logits : mapRows(logits, (row) => probabilitiesOf(row, kind)),
  );
  const fused = fuseScores(tables, weights);
  return { ...first, logits: average === "logits" ? fused : mapRows(fused, (row) => logitsFrom(row, first.kind)) };
}

/** The same clips in the order of the first. */
function align(first: ScoreDump & { path: string }, other: ScoreDump & { path: string }): ScoreDump {
  const differs = (what: string) =>
    new UsageError(`fuse: expected ${other.path} to have ${what} ${first.path}; score both on the same data`);
  if (JSON.stringify([first.classes, first.kind]) !== JSON.stringify([other.classes, other.kind]))
    throw differs("the classes of");
  const places = new Map(other.clips.map((clip, at) => [clip, at]));
  const missing = first.clips.filter((clip) => !places.has(clip));
  const surplus = other.clips.length - (first.clips.length - missing.length);
  if (missing.length > 0 || surplus > 0)
    throw differs(
      `the clips (${missing.length} missing${missing[0] ? `, the first ${missing[0]}` : ""}; ${surplus} others) of`,
    );
  const order = first.clips.map((clip) => places.get(clip)!);
  const wrong = order.findIndex((at, clip) => other.labels[at]!.join() !== first.labels[clip]!.join());
  if (wrong >= 0) throw differs(`the truth (${first.clips[wrong]} differs) of`);
  return { ...other, clips: first.clips, labels: first.labels, logits: takeRows(other.logits, order) };
}

function mapRows(table: HostTensor, change: (row: Float32Array) => Float32Array): HostTensor {
  const values = new Float32Array(table.values.length);
  for (let row = 0; row < table.shape[0]!; row++) values.set(change(rowOf(table, row)), row * table.shape[1]!);
  return hostTensor(values, table.shape);
}

function takeRows({ values, shape }: HostTensor, order: readonly number[]): HostTensor {
  const width = shape[1]!;
  const taken = new Float32Array(order.length * width);
  for (const [to, from] of order.entries())
    taken.set(values.subarray(from * width, (from + 1) * width) as Float32Array, to * width);
  return hostTensor(taken, [order.length, width]);
}
