import type { HostTensor } from "@vivit/nn";
import { evaluationViews, type ViewShape } from "../clip-view.ts";
import { stackViews } from "../loader/stack-views.ts";
import { wholeViews } from "../loader/whole-clip.ts";
import { decodeViews } from "./decode-views.ts";
import type { OpenVideoOptions } from "./number-video.ts";
import type { WebResizeMethod } from "./read-frames.ts";
import type { VideoSource } from "./video-source.ts";

/** Which views of a video, and how large. */
export interface LoadViewsOptions extends ViewShape, OpenVideoOptions {
  /** Pixels of the shorter side after resize; `crop` or more. */
  readonly shortSide: number;
  /** `tensorflow` if left out. */
  readonly resize?: WebResizeMethod;
  /** Clips in time times crops in space; one centered view if left out. */
  readonly views?: { readonly temporal: number; readonly spatial: 1 | 3 };
}

/**
 * Load the evaluation views of one video.
 *
 * @returns float32 [views, frames, crop, crop, 3] in [-1, 1]
 * @throws DecodeError with a `reason` if it does not decode
 */
export async function loadViews(source: VideoSource, options: LoadViewsOptions): Promise<HostTensor> {
  const { frames, stride, crop, views: count = { temporal: 1, spatial: 1 } } = options;
  const shape = { frames, stride, crop };
  const views = evaluationViews(count.temporal, count.spatial);
  const decoded = await decodeViews(source, { ...options, shape, views, wholeBytes: 0 });
  const found = "views" in decoded ? wholeViews(decoded.views, shape) : [];
  return stackViews(found, found.length, shape);
}
