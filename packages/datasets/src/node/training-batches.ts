import { foldIn, type HostTensor, permutation, type RandomKey, randomInteger, uniform } from "@vivit/nn";
import type { ClipIndex } from "../clip-index.ts";
import type { TrainingView } from "../clip-view.ts";
import type { ClipSource } from "./clip-source.ts";
import type { FoundView } from "./decode-views.ts";
import { prefetch } from "./prefetch.ts";
import { stackLabels } from "./stack-labels.ts";
import { stackViews } from "./stack-views.ts";

/** Which epoch, in which batches. */
export interface TrainingOptions {
  readonly epoch: number;
  /** Clips in a batch. */
  readonly batchSize: number;
  /** All randomness of the order, the sampling and the augmentation. */
  readonly key: RandomKey;
  /** First batch to read, to go on in the middle of an epoch; 0 if left out. */
  readonly firstStep?: number;
  /** Batches made ready ahead of the reader; 4 if left out. */
  readonly prefetchBatches?: number;
}

/** Clips for one step of training. */
export interface TrainingBatch {
  /** Number of the batch within its epoch. */
  readonly step: number;
  /** float32 [batch, frames, height, width, 3] in [-1, 1]. */
  readonly video: HostTensor;
  /** int32 [batch], numbers of classes; [batch, labels] for several heads or labels, -1 where a clip has fewer. */
  readonly labels: HostTensor;
  /** [batch], numbers of the clips in the index. */
  readonly entries: Int32Array;
}

/** Whole batches in the training clips of an index. */
export function countSteps(index: ClipIndex, batchSize: number): number {
  return Math.floor(trainingEntries(index).length / batchSize);
}

/**
 * Batches of one epoch.
 *
 * Batch, order, sampling and augmentation are functions of (key, epoch, step), so an epoch can be entered anywhere. A clip
 * that does not decode is replaced by another, drawn by key; every sound clip keeps its place.
 */
export async function* trainingBatches(
  source: ClipSource,
  flip: boolean,
  { epoch, batchSize, key, firstStep = 0, prefetchBatches = 4 }: TrainingOptions,
): AsyncGenerator<TrainingBatch, void, undefined> {
  const entries = trainingEntries(source.index);
  const steps = countSteps(source.index, batchSize);
  if (steps === 0)
    throw new RangeError(
      `trainingBatches: expected ${batchSize} training clips or more for one batch, got ${entries.length}; add clips or lower the batch size`,
    );
  const epochKey = foldIn(key, epoch);
  const order = permutation(foldIn(epochKey, "order"), entries.length);
  const stop = new AbortController();
  const draw = (position: number) =>
    drawClip(source, entries, order[position]!, foldIn(epochKey, position), flip, stop.signal);
  const batch = (step: number) => async () => {
    const clips = await Promise.all(Array.from({ length: batchSize }, (_, place) => draw(step * batchSize + place)));
    return assemble(step, clips, source);
  };
  try {
    yield* prefetch(numbersFrom(firstStep, steps).map(batch), Math.max(1, prefetchBatches));
  } finally {
    stop.abort(new Error("trainingBatches: the reader stopped"));
  }
}

interface DrawnClip {
  readonly entry: number;
  readonly view: FoundView;
}

/** One training view of a clip, or of the first of its random substitutes that decodes. */
async function drawClip(
  source: ClipSource,
  entries: readonly number[],
  chosen: number,
  key: RandomKey,
  flip: boolean,
  signal: AbortSignal,
): Promise<DrawnClip> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const entry =
      entries[attempt === 0 ? chosen : randomInteger(foldIn(foldIn(key, "substitute"), attempt), 0, entries.length)]!;
    const views = await source.views(entry, [randomView(foldIn(key, "view"), flip)], signal);
    if (views) return { entry, view: views[0]! };
  }
  throw new Error(
    `trainingBatches: none of ${maxAttempts} clips drawn in a row could be decoded; repair or remove the damaged files`,
  );
}

const maxAttempts = 32;

function randomView(key: RandomKey, flip: boolean): TrainingView {
  const [start, down, across, coin] = uniform(key, 4) as unknown as [number, number, number, number];
  return { start, place: [down, across], flip: flip && coin < 0.5 };
}

function assemble(step: number, clips: readonly DrawnClip[], { shape, index }: ClipSource): TrainingBatch {
  const entries = Int32Array.from(clips, ({ entry }) => entry);
  return {
    step,
    video: stackViews(
      clips.map(({ view }) => view),
      clips.length,
      shape,
    ),
    labels: stackLabels(index, entries),
    entries,
  };
}

function trainingEntries({ entries }: ClipIndex): number[] {
  return entries.flatMap(({ split }, entry) => (split === "train" ? [entry] : []));
}

function numbersFrom(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
}
