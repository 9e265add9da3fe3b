import type { Augmentation } from "../augment/augmentation.ts";
import type { ClipIndex } from "../clip-index.ts";
import type { ClipProblem } from "./clip-problems.ts";
import { ClipSource } from "./clip-source.ts";
import type { ClipSourceOptions } from "./clip-source-options.ts";
import type { DecodeReason } from "./decode-error.ts";
import { type EvaluationBatch, type EvaluationOptions, evaluationBatches } from "./evaluation-batches.ts";
import { countSteps, type TrainingBatch, type TrainingOptions, trainingBatches } from "./training-batches.ts";

/** What a loader takes from files, and what it may use for that. */
export interface ClipLoaderOptions extends ClipSourceOptions {
  /** Mirror half of the training clips; if left out, wherever the data set allows it. */
  readonly horizontalFlip?: boolean;
  /** What else is done to training clips; nothing if left out. */
  readonly augmentation?: Augmentation;
  /** Draw every class equally often in training, unless the batches are asked for otherwise. */
  readonly balanced?: boolean;
}

/** Batches of a data set. */
export interface ClipLoader {
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
  /** Bytes of decoded clips on disk. */
  readonly diskBytes: number;
  /** Why no more clips are kept on disk; undefined while all is well. */
  readonly diskProblem: string | undefined;
  /** End the decoding processes, unless they are shared, and forget the cached clips. */
  dispose(): Promise<void>;
}

/**
 * Read a data set as batches: decoded in processes of their own ahead of the reader, cached in memory, and random only
 * by key.
 *
 * The same key gives the same batches, whatever the number of processes, the cache and the timing. A file that does not
 * decode is skipped and listed in `problems`. Call `dispose` when done, or the decoding processes keep Node alive.
 *
 * @throws RangeError if the sizes do not fit together
 */
export function createClipLoader(index: ClipIndex, options: ClipLoaderOptions): ClipLoader {
  if (options.horizontalFlip && !index.horizontalFlip)
    throw new RangeError(
      "createClipLoader: expected no horizontal flip, as this data set says its classes tell left from right; leave horizontalFlip out",
    );
  const source = new ClipSource(index, options);
  const { augmentation, balanced } = options;
  const flip = options.horizontalFlip ?? index.horizontalFlip;
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
    get diskBytes() {
      return source.disk?.bytes ?? 0;
    },
    get diskProblem() {
      return source.disk?.problem;
    },
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
