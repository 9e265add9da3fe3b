import type { Split } from "@vivit/datasets";
import type { ClipLoader } from "@vivit/datasets/node";
import { type HostTensor, hostTensor, type Tree } from "@vivit/nn";
import type { Classifier } from "./classifier.ts";
import { logitsFrom, probabilitiesOf, rowOf, type ScoreKind } from "./score-clips.ts";

/** The scores of the clips of a split. */
export interface SplitScores {
  /** Numbers of the clips in the index; clips that do not decode are left out. */
  readonly entries: readonly number[];
  /** What each clip shows: one class, one of each head, or any number. */
  readonly labels: readonly (readonly number[])[];
  /** [clips, classes], the mean over the views of each clip. */
  readonly logits: HostTensor;
}

/** What is averaged over the views of a clip. */
export type ViewAverage = "logits" | "probabilities";

/** How to look at each clip. */
export interface EvaluationSettings {
  readonly split: Split;
  readonly views: { readonly temporal: number; readonly spatial: 1 | 3 };
  /** Show one frame over and over, as a control. */
  readonly repeatFrame?: boolean;
  /** Average the probabilities of scores of this kind, and give back the logits of their mean; logits unless given. */
  readonly averageProbabilities?: ScoreKind;
  readonly onViews?: (done: number) => void;
}

/**
 * Score every clip of a split: the mean over its views, then metrics.
 *
 * Holds one row of sums for the clip that is being seen and one of means for each that is done, whatever the number of views.
 * Source: ViViT section 4.1.
 */
export async function scoreSplit(
  loader: ClipLoader,
  classifier: Classifier,
  parameters: Tree<HostTensor>,
  { onViews, averageProbabilities: kind, ...settings }: EvaluationSettings,
): Promise<SplitScores> {
  const views = settings.views.temporal * settings.views.spatial;
  const prefetchClips = Math.max(2, Math.ceil((2 * classifier.batch) / views)); // all views of a clip are decoded at once
  const open = new Map<number, { sums: Float64Array; seen: number }>();
  const means = new Map<number, Float32Array>();
  let count = 0;
  for await (const batch of loader.evaluationBatches({ ...settings, batchSize: classifier.batch, prefetchClips })) {
    const logits = await classifier.classify(batch.video, parameters);
    for (const [place, entry] of batch.entries.entries()) {
      if (entry < 0) continue;
      const scores = kind ? probabilitiesOf(rowOf(logits, place), kind) : rowOf(logits, place);
      const { sums, seen } = open.get(entry) ?? { sums: new Float64Array(scores.length), seen: 0 };
      for (const [at, score] of scores.entries()) sums[at]! += score;
      if (seen + 1 < views) open.set(entry, { sums, seen: seen + 1 });
      else {
        open.delete(entry);
        const mean = Float32Array.from(sums, (sum) => sum / views);
        means.set(entry, kind ? logitsFrom(mean, kind) : mean);
      }
      onViews?.(++count);
    }
  }
  const entries = [...means.keys()];
  return {
    entries,
    labels: entries.map((entry) => loader.index.entries[entry]!.labels),
    logits: stackRows([...means.values()]),
  };
}

function stackRows(rows: readonly Float32Array[]): HostTensor {
  const width = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries()) values.set(row, at * width);
  return hostTensor(values, [rows.length, width]);
}
