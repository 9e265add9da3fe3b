import { frameBytes } from "../clip.ts";
import { makeView, type View, type ViewShape } from "../clip-view.ts";
import type { MissingFrames, ResizedInfo } from "../decode/frame-request.ts";
import { type WholeClip, wantedFrames } from "../loader/whole-clip.ts";
import { numberVideo, type OpenVideoOptions } from "./number-video.ts";
import { readFrames, type WebResizeMethod } from "./read-frames.ts";
import type { VideoSource } from "./video-source.ts";

/** Views wanted of one video. */
export interface WebDecodeJob extends OpenVideoOptions {
  readonly shape: ViewShape;
  readonly shortSide: number;
  readonly resize?: WebResizeMethod;
  readonly missingFrames?: MissingFrames;
  readonly views: readonly View[];
  /** If all its frames, resized, take no more bytes than this, they come back whole for the cache. */
  readonly wholeBytes: number;
}

/** All frames to keep, or just the views, each [frames, crop, crop, 3]. */
export type WebDecodedJob = { readonly whole: WholeClip } | { readonly views: readonly Uint8Array[] };

/**
 * Decode what a job wants. The video is closed when the signal says so, however long a decoder takes.
 *
 * @throws DecodeError with a reason if it does not decode
 */
export async function decodeViews(source: VideoSource, job: WebDecodeJob): Promise<WebDecodedJob> {
  const { shape, views, wholeBytes, signal } = job;
  const video = await numberVideo(source, job);
  signal?.addEventListener("abort", video.close);
  let whole = false;
  const choose = (info: ResizedInfo): Iterable<number> => {
    whole = info.frames * frameBytes(info) <= wholeBytes;
    return whole ? Array(info.frames).keys() : wantedFrames(views, info, shape);
  };
  try {
    const { clip, info, position } = await readFrames(video, { ...job, choose });
    if (!whole) return { views: views.map((view) => makeView(clip, view, shape, info.frames, position).values) };
    return { whole: { clip, places: Int32Array.from({ length: info.frames }, (_, frame) => position(frame)) } };
  } finally {
    signal?.removeEventListener("abort", video.close);
    video.close();
  }
}
