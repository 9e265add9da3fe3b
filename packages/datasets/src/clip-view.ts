import { applyAugmentation } from "./augment/apply-augmentation.ts";
import type { DrawnAugmentation } from "./augment/augmentation.ts";
import type { Clip } from "./clip.ts";
import { type Corner, centerCorner, cropClip, randomCorner, threeCorners } from "./crop-clip.ts";
import { flipClip } from "./flip-clip.ts";
import { resizeAndCrop } from "./resize-clip.ts";
import { frameIndices, type Span, spacedOffsets, trainingOffsets } from "./sample-frames.ts";

/** The shape of every view that a model sees. */
export interface ViewShape extends Span {
  /** Height and width in pixels. */
  readonly crop: number;
}

/** A view for training: everything random in it, as uniform numbers in [0, 1). */
export interface TrainingView {
  readonly start: number;
  readonly place: readonly [down: number, across: number];
  readonly flip: boolean;
  /** What else is done to it; nothing if left out. */
  readonly augmentation?: DrawnAugmentation;
}

/** A view for evaluation: the how-manieth of how many clips in time, and of 1 or 3 crops in space. */
export interface EvaluationView {
  readonly temporal: readonly [index: number, count: number];
  readonly spatial: readonly [index: number, count: 1 | 3];
  /** Shows the middle frame of the view over and over: what appearance alone tells. */
  readonly repeatFrame?: boolean;
}

/** One view of a video. */
export type View = TrainingView | EvaluationView;

/** A view placed in a video of known size. */
export interface PlacedView {
  /** [frames] */
  readonly indices: Int32Array;
  readonly corner: Corner;
  readonly flip: boolean;
  /** Height and width that frames are brought to before the crop, if not their own. */
  readonly size?: { readonly height: number; readonly width: number };
}

/**
 * Place a view in a video.
 *
 * @param video its number of frames, and its height and width after resize
 * Source: ViViT section 3 and DMVR: training takes a random clip and crop; test takes clips spaced over the video and
 * the center crop or three crops.
 */
export function placeView(
  view: View,
  video: { frames: number; height: number; width: number },
  shape: ViewShape,
): PlacedView {
  if ("start" in view) {
    const offset = Math.floor(view.start * trainingOffsets(video.frames, shape));
    const indices = frameIndices(video.frames, offset, shape);
    const size = view.augmentation?.scale && scaledSize(video, view.augmentation.scale, shape.crop);
    const corner = randomCorner(size ?? video, shape.crop, view.place);
    return { indices, corner, flip: view.flip, ...(size && { size }) };
  }
  const offset = spacedOffsets(video.frames, view.temporal[1], shape)[view.temporal[0]]!;
  const indices = frameIndices(video.frames, offset, shape);
  if (view.repeatFrame) indices.fill(indices[Math.floor(indices.length / 2)]!);
  return { indices, corner: evaluationCorner(view, video, shape.crop), flip: false };
}

/** Sizes are truncated, as in the reference, but the crop always fits. */
function scaledSize(
  { height, width }: { height: number; width: number },
  [down, across]: readonly [number, number],
  crop: number,
): { height: number; width: number } {
  return { height: Math.max(crop, Math.trunc(height * down)), width: Math.max(crop, Math.trunc(width * across)) };
}

/**
 * Cut a placed view out of a clip.
 *
 * @param clip [frames, height, width, 3]
 * @param position of a frame number within the clip; the number modulo the frames of the clip if left out
 * @returns [frames, crop, crop, 3]
 */
export function cutView(
  clip: Clip,
  { indices, corner, flip, size }: PlacedView,
  crop: number,
  position = (frame: number) => frame % clip.frames,
): Clip {
  const chosen = indices.map(position);
  const cut = size ? resizeAndCrop(clip, chosen, size, corner, crop) : cropClip(clip, corner, crop, chosen);
  return flip ? flipClip(cut) : cut;
}

/**
 * Make a view of a clip: frames, scale, crop, mirror image, colors.
 *
 * @param clip [frames, height, width, 3]
 * @param frames that the video promises
 * @param position of a frame number within the clip
 * @returns [frames, crop, crop, 3]
 */
export function makeView(
  clip: Clip,
  view: View,
  shape: ViewShape,
  frames = clip.frames,
  position?: (frame: number) => number,
): Clip {
  const cut = cutView(clip, placeView(view, { ...clip, frames }, shape), shape.crop, position);
  if ("start" in view && view.augmentation) applyAugmentation(cut, view.augmentation);
  return cut;
}

/** All views of one video: every clip in time with every crop in space. */
export function evaluationViews(temporal: number, spatial: 1 | 3, repeatFrame = false): EvaluationView[] {
  return Array.from({ length: temporal * spatial }, (_, view) => ({
    temporal: [Math.floor(view / spatial), temporal],
    spatial: [view % spatial, spatial],
    repeatFrame,
  }));
}

function evaluationCorner(view: EvaluationView, video: { height: number; width: number }, crop: number): Corner {
  const [index, count] = view.spatial;
  return count === 3 ? threeCorners(video, crop)[index]! : centerCorner(video, crop);
}
