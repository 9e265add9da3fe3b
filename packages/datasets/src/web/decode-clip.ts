import type { Clip } from "../clip.ts";
import { numberVideo, type OpenVideoOptions } from "./number-video.ts";
import { readFrames, type WebFrameRequest } from "./read-frames.ts";
import type { VideoSource } from "./video-source.ts";

/** Which frames of a video to decode, and how large. */
export interface DecodeClipOptions extends OpenVideoOptions, Omit<WebFrameRequest, "choose"> {
  /** Frame numbers, in ascending order; all frames if left out. */
  readonly frames?: readonly number[];
  /** Most frames to decode from the start, for long files. */
  readonly maxFrames?: number;
}

/**
 * Decode a video in a page or worker, turned upright.
 *
 * @param source a file that somebody chose, or an address that this page may fetch
 * @returns [frames, height, width, 3] in [0, 255]
 * @throws DecodeError with a `reason` if it does not decode
 */
export async function decodeClip(source: VideoSource, options: DecodeClipOptions = {}): Promise<Clip> {
  const { frames, maxFrames = Number.POSITIVE_INFINITY } = options;
  const video = await numberVideo(source, options);
  const choose = (info: { frames: number }) => frames ?? Array(Math.min(info.frames, maxFrames)).keys();
  try {
    return (await readFrames(video, { ...options, choose })).clip;
  } finally {
    video.close();
  }
}
