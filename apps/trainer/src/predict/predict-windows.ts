import { evaluationViews, placeView, resampleFrames, slidingWindows } from "@vivit/datasets";
import { stackViews, streamFrames } from "@vivit/datasets/node";
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
  const shape = { frames, stride: 1, crop }; // of a window, which has the frames of one view
  const options = { frames, stride, ...(every === undefined ? {} : { every }) };
  for await (const { clip, start, end } of slidingWindows(paced, options)) {
    const views = evaluationViews(1, spatialViews).map((view) => ({ clip, placed: placeView(view, clip, shape) }));
    const logits = await classifier.classify(stackViews(views, views.length, shape), saved.parameters);
    yield { file: source, start, end, scores: rankClasses(logits, saved, top) };
  }
}
