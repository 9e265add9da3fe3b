import type { Augmentation } from "../augment/augmentation.ts";
import type { ClipIndex } from "../clip-index.ts";
import type { DecodeReason } from "../decode/decode-error.ts";
import type { ClipProblem } from "./clip-problems.ts";
import { type EvaluationBatch, type EvaluationOptions, evaluationBatches } from "./evaluation-batches.ts";
import { countSteps, type TrainingBatch, type TrainingOptions, trainingBatches } from "./training-batches.ts";
import type { ViewSource } from "./view-source.ts";

/** How a loader changes and draws training clips. */
export interface LoaderOptions {
  /** Mirror half of the training clips; if left out, wherever the data set allows it. */
  readonly horizontalFlip?: boolean;
  /** What else is done to training clips; nothing if left out. */
  readonly augmentation?: Augmentation;
  /** Draw every class equally often in training, unless the batches are asked for otherwise. */
  readonly balanced?: boolean;
}

/** Batches of a data set. */
export interface BatchLoader {
  readonly index: ClipIndex;
  /** Batches of one epoch of training. */
  trainingBatches(options: TrainingOptions): AsyncGenerator<TrainingBatch, void, undefined>;
  /** Every view of every clip of a split, once. */
  evaluationBatches(options: EvaluationOptions): AsyncGenerator<EvaluationBatch, void, undefined>;
  /** Batches in an epoch of training; the remainder is left out. */
  stepsPerEpoch(batchSize: number): number;
  /** Files skipped so far. */
  readonly problems: readonly ClipProblem[];
  /** How many files were skipped for each reason. */
  readonly problemCounts: Partial<Record<DecodeReason, number>>;
  /** Seconds that readers of batches have waited for data so far: the data time. */
  readonly waitedSeconds: number;
  /** Seconds that readers have spent on the batches they were given: the step time. */
  readonly stepSeconds: number;
  /** Bytes of decoded clips in memory. */
  readonly cachedBytes: number;
  /**
   * Hand back the memory of a batch that nobody reads any more, for batches to come: it saves the time to clear new memory.
   * Without it the garbage collector frees it.
   */
  reuse(batch: Pick<TrainingBatch, "video">): void;
  /** End what decodes, unless it is shared, and forget the cached clips. */
  dispose(): Promise<void>;
}

/** @throws RangeError if clips are to be mirrored of which the data set says that they tell left from right */
export function checkFlip({ horizontalFlip }: ClipIndex, options: LoaderOptions): void {
  if (!options.horizontalFlip || horizontalFlip) return;
  throw new RangeError(
    "createClipLoader: expected no horizontal flip, as this data set says its classes tell left from right; leave horizontalFlip out",
  );
}

/** Batches of the views of a source. */
export function batchLoaderOf(
  source: ViewSource,
  { augmentation, balanced, horizontalFlip }: LoaderOptions,
): BatchLoader {
  const { index } = source;
  const flip = horizontalFlip ?? index.horizontalFlip;
  const clock = { waited: 0, used: 0 };
  return {
    index,
    trainingBatches: (training) =>
      timed(trainingBatches(source, { flip, ...augmentation }, { balanced, ...training }), clock),
    evaluationBatches: (evaluation) => timed(evaluationBatches(source, evaluation), clock),
    stepsPerEpoch: (batchSize) => countSteps(index, batchSize),
    get problems() {
      return source.problems.list();
    },
    get problemCounts() {
      return source.problems.counts();
    },
    get waitedSeconds() {
      return clock.waited;
    },
    get stepSeconds() {
      return clock.used;
    },
    get cachedBytes() {
      return source.cache.bytes;
    },
    reuse: ({ video }) => source.memory?.give(video.values as Float32Array),
    dispose: () => source.dispose(),
  };
}

/** The same batches, with the time from asking for each to having it, and from having it to asking again, added to a clock. */
async function* timed<T>(
  batches: AsyncGenerator<T, void, undefined>,
  clock: { waited: number; used: number },
): AsyncGenerator<T, void, undefined> {
  try {
    while (true) {
      const asked = performance.now();
      const { value, done } = await batches.next();
      clock.waited += (performance.now() - asked) / 1000;
      if (done) return;
      const given = performance.now();
      yield value;
      clock.used += (performance.now() - given) / 1000;
    }
  } finally {
    await batches.return();
  }
}
