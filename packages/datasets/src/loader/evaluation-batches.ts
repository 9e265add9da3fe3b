import type { HostTensor } from "@vivit/nn";
import type { Split } from "../clip-index.ts";
import { evaluationViews } from "../clip-view.ts";
import { prefetch } from "./prefetch.ts";
import { stackLabels } from "./stack-labels.ts";
import { stackViews } from "./stack-views.ts";
import type { ViewSource } from "./view-source.ts";
import type { FoundView } from "./whole-clip.ts";

/** Which clips, in which views. */
export interface EvaluationOptions {
  readonly split: Split;
  /** Views in a batch; every batch has this many. */
  readonly batchSize: number;
  /** Clips in time times crops in space; one centered view if left out. */
  readonly views?: { readonly temporal: number; readonly spatial: 1 | 3 };
  /** Show the middle frame of each view over and over: the control that tells motion from appearance. */
  readonly repeatFrame?: boolean;
  /** Numbers of the clips in the index; all of the split if left out. */
  readonly entries?: readonly number[];
  /** Clips decoded ahead of the reader; twice the batch size if left out. */
  readonly prefetchClips?: number;
}

/** Views for one evaluation. The last batch is filled up with views of weight 0. */
export interface EvaluationBatch {
  /** float32 [batch, frames, height, width, 3] in [-1, 1]; -1 in views of weight 0. */
  readonly video: HostTensor;
  /** int32 [batch], numbers of classes; [batch, labels] for several heads or labels. 0 where the weight is 0. */
  readonly labels: HostTensor;
  /** float32 [batch], 1 for a view, 0 for filling. */
  readonly weights: HostTensor;
  /** [batch], number in the index of the clip that a view belongs to; -1 where the weight is 0. */
  readonly entries: Int32Array;
  /** [batch], number of the view within its clip; -1 where the weight is 0. */
  readonly views: Int32Array;
}

interface ClipView {
  readonly entry: number;
  readonly view: number;
  readonly found: FoundView;
}

/**
 * Every view of every clip of a split, in the order of the index, in batches of one size.
 *
 * All views of a clip follow one another, so their logits can be averaged as they come. Clips that do not decode are
 * left out.
 *
 * @throws RangeError if the split has no clips
 */
export async function* evaluationBatches(
  source: ViewSource,
  options: EvaluationOptions,
): AsyncGenerator<EvaluationBatch, void, undefined> {
  const { batchSize, views: count = { temporal: 1, spatial: 1 }, repeatFrame, prefetchClips = 2 * batchSize } = options;
  const entries = options.entries ?? splitEntries(source, options.split);
  const views = evaluationViews(count.temporal, count.spatial, repeatFrame);
  const stop = new AbortController();
  const clip = (entry: number) => async (): Promise<ClipView[]> => {
    const values = await source.views(entry, views, stop.signal);
    return (values ?? []).map((view, number) => ({ entry, view: number, found: view }));
  };
  const waiting: ClipView[] = [];
  try {
    for await (const viewsOfClip of prefetch(entries.map(clip), Math.max(1, prefetchClips))) {
      waiting.push(...viewsOfClip);
      while (waiting.length >= batchSize) yield assemble(waiting.splice(0, batchSize), batchSize, source);
    }
    if (waiting.length > 0) yield assemble(waiting, batchSize, source);
  } finally {
    stop.abort(new Error("evaluationBatches: the reader stopped"));
  }
}

function splitEntries({ index }: ViewSource, split: Split): number[] {
  const entries = index.entries.flatMap((entry, number) => (entry.split === split ? [number] : []));
  if (entries.length === 0)
    throw new RangeError(
      `evaluationBatches: expected ${split} clips in ${index.directory}, got none; add a folder for them or evaluate another split`,
    );
  return entries;
}

function assemble(views: readonly ClipView[], batch: number, { shape, index }: ViewSource): EvaluationBatch {
  const filled = <T extends Int32Array | Float32Array>(values: T, read: (view: ClipView) => number): T => {
    for (const [place, view] of views.entries()) values[place] = read(view);
    return values;
  };
  const entries = filled(new Int32Array(batch).fill(-1), ({ entry }) => entry);
  return {
    video: stackViews(
      views.map(({ found }) => found),
      batch,
      shape,
    ),
    labels: stackLabels(index, entries, 0),
    weights: { dtype: "float32", shape: [batch], values: filled(new Float32Array(batch), () => 1) },
    entries,
    views: filled(new Int32Array(batch).fill(-1), ({ view }) => view),
  };
}
