import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { cutView, type PlacedView, placeView, type View, type ViewShape } from "../clip-view.ts";
import type { ResizeMethod } from "./frame-writer.ts";
import type { NodeAv } from "./load-node-av.ts";
import { type ResizedInfo, readFrames } from "./read-frames.ts";

/** Views wanted of one file. */
export interface DecodeJob {
  readonly path: string;
  /** Pixels of the shorter side after resize. */
  readonly shortSide: number;
  readonly resize: ResizeMethod;
  readonly shape: ViewShape;
  readonly views: readonly View[];
  /** If all its frames, resized, take no more bytes than this, they come back whole for the cache. */
  readonly wholeBytes: number;
}

/** A whole clip after resize; `promised` is the number of frames that views are placed by. */
export interface WholeClip {
  readonly clip: Clip;
  readonly promised: number;
}

/** The answer to a job: all frames to keep, or just the views, each [frames, crop, crop, 3]. */
export type DecodedJob = { readonly whole: WholeClip } | { readonly views: readonly Uint8Array[] };

/**
 * Decode what a job wants, in this process.
 *
 * @throws DecodeError with a reason if the file does not decode
 */
export function decodeViews(av: NodeAv, { path, shortSide, resize, shape, views, wholeBytes }: DecodeJob): DecodedJob {
  let whole = false;
  const choose = (info: ResizedInfo): Iterable<number> => {
    whole = info.frames * frameBytes(info) <= wholeBytes;
    if (whole) return Array.from({ length: info.frames }, (_, frame) => frame);
    return views.flatMap((view) => [...placeView(view, info, shape).indices]);
  };
  const { clip, numbers, info, received } = readFrames(av, path, { shortSide, resize, choose });
  if (whole) return { whole: { clip, promised: info.frames } };
  const places = new Map(numbers.map((number, place) => [number, place]));
  const position = (frame: number) => places.get(frame % received)!;
  return { views: views.map((view) => cutView(clip, placeView(view, info, shape), shape.crop, position).values) };
}

/** A view that still lies in the clip it is part of. */
export interface FoundView {
  readonly clip: Clip;
  readonly placed: PlacedView;
}

/** Views within a whole clip; they show the same as if only they had been decoded. */
export function findViews({ clip, promised }: WholeClip, shape: ViewShape, views: readonly View[]): FoundView[] {
  const video = { frames: promised, height: clip.height, width: clip.width };
  return views.map((view) => ({ clip, placed: placeView(view, video, shape) }));
}

/** Views that were cut already: all of their frames, all of each frame. */
export function wholeViews(views: readonly Uint8Array[], { crop }: ViewShape): FoundView[] {
  return views.map((values) => {
    const clip = clipOf(values, crop, crop);
    const indices = Int32Array.from({ length: clip.frames }, (_, frame) => frame);
    return { clip, placed: { indices, corner: { top: 0, left: 0 }, flip: false } };
  });
}
