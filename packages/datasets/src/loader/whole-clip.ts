import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { makeView, type PlacedView, placeView, type View, type ViewShape } from "../clip-view.ts";
import type { ResizedInfo } from "../decode/frame-request.ts";

/** Frames after resize, of a video or part of it. */
export interface WholeClip {
  readonly clip: Clip;
  /** For each frame that the video promises: its place in `clip`; -1 if it is not there. */
  readonly places: Int32Array;
}

/** A view that still lies in the clip it is part of. */
export interface FoundView {
  readonly clip: Clip;
  readonly placed: PlacedView;
  /** Whether the clip is this view and nothing else, so that nobody reads it once the view is in its batch. */
  readonly own?: boolean;
}

/** Make views of frames in memory. */
export function viewsOf({ clip, places }: WholeClip, views: readonly View[], shape: ViewShape): Uint8Array[] {
  return views.map((view) => makeView(clip, view, shape, places.length, (frame) => places[frame]!).values);
}

/** What of a whole clip views need, to send it elsewhere. */
export function framesFor({ clip, places }: WholeClip, views: readonly View[], shape: ViewShape): WholeClip {
  const wanted = new Set(wantedFrames(views, { ...clip, frames: places.length }, shape).map((frame) => places[frame]!));
  const bytes = frameBytes(clip);
  const values = new Uint8Array(wanted.size * bytes);
  const moved = new Map<number, number>();
  for (const place of wanted) {
    values.set(clip.values.subarray(place * bytes, (place + 1) * bytes), moved.size * bytes);
    moved.set(place, moved.size);
  }
  const size = clipOf(values, clip.height, clip.width, clip.frameRate);
  return { clip: size, places: places.map((place) => moved.get(place) ?? -1) };
}

/** Numbers of the frames that views show, in their order. */
export function wantedFrames(views: readonly View[], video: ResizedInfo, shape: ViewShape): number[] {
  return views.flatMap((view) => [...placeView(view, video, shape).indices]);
}

/** Views within a whole clip; they show the same as if only they had been decoded. */
export function findViews({ clip, places }: WholeClip, shape: ViewShape, views: readonly View[]): FoundView[] {
  const video = { frames: places.length, height: clip.height, width: clip.width };
  return views.map((view) => {
    const placed = placeView(view, video, shape);
    return { clip, placed: { ...placed, indices: placed.indices.map((frame) => places[frame]!) } };
  });
}

/** Views that were cut already: all of their frames, all of each frame. */
export function wholeViews(views: readonly Uint8Array[], { crop }: ViewShape): FoundView[] {
  return views.map((values) => {
    const clip = clipOf(values, crop, crop);
    const indices = Int32Array.from({ length: clip.frames }, (_, frame) => frame);
    return { clip, placed: { indices, corner: { top: 0, left: 0 }, flip: false }, own: true };
  });
}
