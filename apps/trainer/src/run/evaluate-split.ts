import type { Split } from "@vivit/datasets";
import type { ClipLoader } from "@vivit/datasets/node";
import { type HostTensor, hostTensor, type Tree } from "@vivit/nn";
import { averageViews } from "@vivit/training";
import type { Classifier } from "./classifier.ts";

/** The scores of the clips of a split. */
export interface SplitScores {
  /** Numbers of the clips in the index; clips that do not decode are left out. */
  readonly entries: readonly number[];
  /** What each clip shows: one class, one of each head, or any number. */
  readonly labels: readonly (readonly number[])[];
  /** [clips, classes], the mean over the views of each clip. */
  readonly logits: HostTensor;
}

/** How to look at each clip. */
export interface EvaluationSettings {
  readonly split: Split;
  readonly views: { readonly temporal: number; readonly spatial: 1 | 3 };
  /** Show one frame over and over, as a control. */
  readonly repeatFrame?: boolean;
  readonly onViews?: (done: number) => void;
}

/** Score every clip of a split: logits averaged over its views, then metrics. Source: ViViT section 4.1. */
export async function scoreSplit(
  loader: ClipLoader,
  classifier: Classifier,
  parameters: Tree<HostTensor>,
  { onViews, ...settings }: EvaluationSettings,
): Promise<SplitScores> {
  const rows = new Map<number, Float32Array[]>();
  let done = 0;
  for await (const batch of loader.evaluationBatches({ ...settings, batchSize: classifier.batch })) {
    const logits = await classifier.classify(batch.video, parameters);
    const classes = logits.shape[1]!;
    for (const [place, entry] of batch.entries.entries()) {
      if (entry < 0) continue;
      const views = rows.get(entry) ?? [];
      views.push(Float32Array.from(logits.values.subarray(place * classes, (place + 1) * classes)));
      rows.set(entry, views);
      onViews?.(++done);
    }
  }
  const entries = [...rows.keys()];
  return {
    entries,
    labels: entries.map((entry) => loader.index.entries[entry]!.labels),
    logits: averageOver([...rows.values()]),
  };
}

function averageOver(clips: readonly (readonly Float32Array[])[]): HostTensor {
  const [views, classes] = [clips[0]?.length ?? 0, clips[0]?.[0]?.length ?? 0];
  const values = new Float32Array(clips.length * views * classes);
  for (const [at, row] of clips.flat().entries()) values.set(row, at * classes);
  return averageViews(hostTensor(values, [clips.length, views, classes]));
}
