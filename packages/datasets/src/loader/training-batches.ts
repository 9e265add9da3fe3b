import { foldIn, type HostTensor, type RandomKey, randomInteger, uniform } from "@vivit/nn";
import type { Augmentation } from "../augment/augmentation.ts";
import { drawAugmentation } from "../augment/draw-augmentation.ts";
import type { ClipIndex } from "../clip-index.ts";
import type { TrainingView } from "../clip-view.ts";
import { orderClips } from "./order-clips.ts";
import { batchesAhead, prefetch } from "./prefetch.ts";
import { stackLabels } from "./stack-labels.ts";
import { stackViews } from "./stack-views.ts";
import type { ViewSource } from "./view-source.ts";
import type { FoundView } from "./whole-clip.ts";

/** Which epoch, in which batches. */
export interface TrainingOptions {
  readonly epoch: number;
  /** Clips in a batch, of this rank. */
  readonly batchSize: number;
  /** All randomness of the order, the sampling and the augmentation. */
  readonly key: RandomKey;
  /** First batch to read, to go on in the middle of an epoch; 0 if left out. */
  readonly firstStep?: number;
  /** Batches made ready ahead of the reader; 4 if left out. */
  readonly prefetchBatches?: number;
  /** Bytes that batches ahead of the reader may take; half a gigabyte if left out. One is always made ready. */
  readonly prefetchBytes?: number;
  /** Draw every class equally often; otherwise every clip once, or as often as its weight says. */
  readonly balanced?: boolean;
  /** Which of how many ranks reads: together their batches are those of one rank with a batch as large. */
  readonly shard?: Shard;
}

/** One of several ranks that train together. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

const alone: Shard = { index: 0, count: 1 };

/** What is done to training clips. */
export interface TrainingAugmentation extends Augmentation {
  /** Mirror half of them. */
  readonly flip: boolean;
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

/**
 * Whole batches in the training clips of an index.
 *
 * @param batchSize of all ranks together
 */
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
  source: ViewSource,
  augmentation: TrainingAugmentation,
  options: TrainingOptions,
): AsyncGenerator<TrainingBatch, void, undefined> {
  const { epoch, batchSize, key, firstStep = 0, balanced = false, shard = alone } = options;
  const entries = trainingEntries(source.index);
  const steps = checkedSteps(source.index, options);
  const epochKey = foldIn(key, epoch);
  const order = orderClips(source.index.entries, entries, foldIn(epochKey, "order"), balanced);
  const stop = new AbortController();
  const draw = (position: number) =>
    drawClip(source, entries, order[position]!, foldIn(epochKey, position), augmentation, stop.signal);
  const batch = (step: number) => async () => {
    const first = (step * shard.count + shard.index) * batchSize;
    const clips = await Promise.all(Array.from({ length: batchSize }, (_, place) => draw(first + place)));
    return assemble(step, clips, source);
  };
  try {
    yield* prefetch(numbersFrom(firstStep, steps).map(batch), batchesAhead(source.shape, options));
  } finally {
    stop.abort(new Error("trainingBatches: the reader stopped"));
  }
}

function checkedSteps(index: ClipIndex, { batchSize, shard = alone }: TrainingOptions): number {
  const whole = batchSize * shard.count;
  if (!(shard.index >= 0 && shard.index < shard.count))
    throw new RangeError(
      `trainingBatches: expected a shard from 0 to ${shard.count - 1} of ${shard.count}, got ${shard.index}`,
    );
  const steps = countSteps(index, whole);
  if (steps > 0) return steps;
  throw new RangeError(
    `trainingBatches: expected ${whole} training clips or more for one batch, got ${trainingEntries(index).length}; add clips or lower the batch size`,
  );
}

interface DrawnClip {
  readonly entry: number;
  readonly view: FoundView;
  readonly flipped: boolean;
}

/** One training view of a clip, or of the first of its random substitutes that decodes. */
async function drawClip(
  source: ViewSource,
  entries: readonly number[],
  chosen: number,
  key: RandomKey,
  augmentation: TrainingAugmentation,
  signal: AbortSignal,
): Promise<DrawnClip> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const substitute = () => entries[randomInteger(foldIn(foldIn(key, "substitute"), attempt), 0, entries.length)]!;
    const entry = attempt === 0 ? chosen : substitute();
    const view = randomView(foldIn(key, "view"), augmentation);
    const views = await source.views(entry, [view], signal);
    if (views) return { entry, view: views[0]!, flipped: view.flip };
  }
  throw new Error(
    `trainingBatches: none of ${maxAttempts} clips drawn in a row could be decoded; repair or remove the damaged files`,
  );
}

const maxAttempts = 32;

function randomView(key: RandomKey, { flip, ...augmentation }: TrainingAugmentation): TrainingView {
  const [start, down, across, coin] = uniform(key, 4) as unknown as [number, number, number, number];
  const drawn = drawAugmentation(foldIn(key, "augmentation"), augmentation);
  return { start, place: [down, across], flip: flip && coin < 0.5, ...(drawn && { augmentation: drawn }) };
}

function assemble(step: number, clips: readonly DrawnClip[], source: ViewSource): TrainingBatch {
  const { shape, index, memory } = source;
  const entries = Int32Array.from(clips, ({ entry }) => entry);
  const views = clips.map(({ view }) => view);
  const video = stackViews(views, clips.length, shape, memory);
  source.reuse?.(views);
  return {
    step,
    video,
    labels: stackLabels(
      index,
      entries,
      -1,
      clips.map(({ flipped }) => flipped),
    ),
    entries,
  };
}

function trainingEntries({ entries }: ClipIndex): number[] {
  return entries.flatMap(({ split }, entry) => (split === "train" ? [entry] : []));
}

function numbersFrom(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
}
