import { cutView, evaluationViews, placeView, resampleFrames, scaleValues, slidingWindows } from "@vivit/datasets";
import { streamFrames } from "@vivit/datasets/node";
import { type HostTensor, hostTensor } from "@vivit/nn";
import type { Classifier } from "../run/classifier.ts";
import type { SavedModel } from "../run/model-directory.ts";
import { type RankedClass, rankClasses } from "./rank-classes.ts";

/** What a window of a stream shows. */
export interface WindowPrediction {
  readonly file: string;
  /** When its first frame is shown, in seconds since the stream began. */
  readonly start: number;
  /** When its last frame is shown. */
  readonly end: number;
  readonly scores: readonly RankedClass[];
}

/** Which stream, and how. */
export interface WindowSettings {
  /** For `streamFrames`. */
  readonly source: string;
  /** Seconds from one window to the next; windows that follow one another if left out. */
  readonly every?: number;
  readonly top: number;
  readonly signal?: AbortSignal;
}

/**
 * Say of each window of a stream what it shows, as the stream comes. Holds one window of frames, however long it lasts.
 *
 * @param classifier for as many views as the model has crops
 * @throws DecodeError if the stream does not open
 */
export async function* predictWindows(
  classifier: Classifier,
  saved: SavedModel,
  { source, every, top, signal }: WindowSettings,
): AsyncGenerator<WindowPrediction, void, undefined> {
  const { frames, stride, crop, shortSide, frameRate = 0, resize = "tensorflow", spatialViews } = saved.preprocessing;
  const stream = streamFrames(source, { shortSide, resize, ...(signal ? { signal } : {}) });
  const paced = frameRate > 0 ? resampleFrames(stream, frameRate) : stream;
  const options = { frames, stride, ...(every === undefined ? {} : { every }) };
  for await (const { clip, start, end } of slidingWindows(paced, options)) {
    const views = evaluationViews(1, spatialViews).map((view) => {
      const placed = placeView(view, clip, { frames, stride: 1, crop });
      return scaleValues(cutView(clip, placed, crop).values);
    });
    const logits = await classifier.classify(stack(views, frames, crop), saved.parameters);
    yield { file: source, start, end, scores: rankClasses(logits, saved, top) };
  }
}

function stack(views: readonly Float32Array[], frames: number, crop: number): HostTensor {
  const size = frames * crop * crop * 3;
  const values = new Float32Array(views.length * size);
  for (const [at, view] of views.entries()) values.set(view, at * size);
  return hostTensor(values, [views.length, frames, crop, crop, 3]);
}
