import * as tf from "@tensorflow/tfjs";
import { type EvaluationOptions, type TrainingOptions, toDataset } from "@vivit/datasets";
import {
  type ClipLoaderOptions,
  createClipLoader,
  type DecodeClipOptions,
  DecodeError,
  decodeClip,
  fetchIndex,
  indexFiles,
  type LoadViewsOptions,
  loadViews,
  type WebClips,
} from "@vivit/datasets/web";
import { watchFrames } from "./watch-frames.ts";

const frames = watchFrames();

/** A batch, in what can be sent to the test: everything but the pixels, of which the difference to Node's is told. */
export interface SeenBatch {
  readonly entries: readonly number[];
  readonly labels: readonly number[];
  readonly shape: readonly number[];
  /** Mean absolute difference of the values, and the largest. */
  readonly difference: Difference;
}

/** How far values are from those that were expected. */
export interface Difference {
  readonly mean: number;
  readonly most: number;
}

/** What tests call in the page. */
export const calls = {
  /** Decode a video and compare it with Node's bytes of it. */
  async decode(address: string, expected: string, options: DecodeClipOptions = {}) {
    const { frames, height, width, frameRate, values } = await decodeClip(address, options);
    return { frames, height, width, frameRate, difference: await differenceTo(expected, values) };
  },
  /** Views of a video, as the page sends them to a model. */
  async views(address: string, options: LoadViewsOptions) {
    const { shape, values } = await loadViews(address, options);
    return { shape, values: [...values] };
  },
  /** Batches of an index at an address, each compared with Node's, whose place begins with `expected`, if there are any. */
  async batches(
    index: string,
    options: ClipLoaderOptions,
    asked: TrainingOptions | EvaluationOptions,
    expected: string,
  ) {
    const loader = createClipLoader(await fetchIndex(index), options);
    const seen: SeenBatch[] = [];
    const batches = "split" in asked ? loader.evaluationBatches(asked) : loader.trainingBatches(asked);
    for await (const { video, labels, entries } of batches)
      seen.push({
        entries: [...entries],
        labels: [...labels.values],
        shape: video.shape,
        difference: expected ? await differenceTo(`${expected}-${seen.length}`, video.values) : { mean: 0, most: 0 },
      });
    const { problems, cachedBytes } = loader;
    await loader.dispose();
    return { seen, problems, cachedBytes };
  },
  /** Batches read as a `tf.data.Dataset`: their shapes, and the tensors that are left when each was disposed. */
  async dataset(index: string, options: ClipLoaderOptions, asked: TrainingOptions) {
    const loader = createClipLoader(await fetchIndex(index), options);
    const before = tf.memory().numTensors;
    const shapes: number[][] = [];
    const dataset = toDataset(tf as never, () => loader.trainingBatches(asked)) as tf.data.Dataset<never>;
    await dataset.forEachAsync(({ xs, ys }: { xs: tf.Tensor; ys: tf.Tensor }) => {
      shapes.push(xs.shape, ys.shape);
      tf.dispose([xs, ys]);
    });
    await loader.dispose();
    return { shapes, left: tf.memory().numTensors - before };
  },
  /** The files of a folder that was chosen, as a data set, and one batch of it. */
  async chosen(paths: readonly string[], options: ClipLoaderOptions, asked: TrainingOptions) {
    const { files } = document.querySelector("input")!;
    const clips = await indexFiles([...files!].map((file, at) => placed(file, paths[at]!)));
    return { index: clips.index, entries: await firstEntries(clips, options, asked) };
  },
  /** Why a video is refused. */
  async refusal(source: string | { readonly text: string; readonly name: string }, options: DecodeClipOptions = {}) {
    const video = typeof source === "string" ? source : new File([source.text], source.name);
    const error = await decodeClip(video, options).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (error === undefined) return "decoded";
    return error instanceof DecodeError ? `${error.reason}: ${error.message}` : `${error}`;
  },
  /** Leave a loader in the middle of an epoch; what is left of it. */
  async leave(index: string, options: ClipLoaderOptions, asked: TrainingOptions) {
    const loader = createClipLoader(await fetchIndex(index), options);
    for await (const { step } of loader.trainingBatches(asked)) if (step === 1) break;
    await loader.dispose();
    return loader.cachedBytes;
  },
  /** Frames that are not closed, and the most there were since the last time. */
  openFrames() {
    const seen = { ...frames };
    frames.most = frames.now;
    return seen;
  },
};

async function firstEntries(clips: WebClips, options: ClipLoaderOptions, asked: TrainingOptions): Promise<number[]> {
  const loader = createClipLoader(clips, options);
  try {
    for await (const { entries } of loader.trainingBatches(asked)) return [...entries];
    return [];
  } finally {
    await loader.dispose();
  }
}

/** A file as a folder's input gives it: with its path. */
function placed(file: File, path: string): File {
  return Object.defineProperty(file, "webkitRelativePath", { value: path });
}

async function differenceTo(expected: string, values: ArrayLike<number>): Promise<Difference> {
  const bytes = await (await fetch(expected)).arrayBuffer();
  const wanted = values instanceof Float32Array ? new Float32Array(bytes) : new Uint8Array(bytes);
  if (wanted.length !== values.length) throw new Error(`expected ${wanted.length} values, got ${values.length}`);
  let [sum, most] = [0, 0];
  for (let at = 0; at < wanted.length; at++) {
    const difference = Math.abs(wanted[at]! - values[at]!);
    sum += difference;
    most = Math.max(most, difference);
  }
  return { mean: sum / wanted.length, most };
}

Object.assign(globalThis, { calls });
