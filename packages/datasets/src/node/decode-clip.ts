import type { Clip } from "../clip.ts";
import type { ResizeMethod } from "./frame-writer.ts";
import { loadNodeAv } from "./load-node-av.ts";
import { readFrames } from "./read-frames.ts";

/** Which frames of a file to decode, and how large. */
export interface DecodeClipOptions {
  /** Pixels of the shorter side; the stored size if left out. */
  readonly shortSide?: number;
  /** `tensorflow` (the default) and `pillow` resize as these do, to the bit; `native` by FFmpeg's bilinear scaler. */
  readonly resize?: ResizeMethod;
  /** Frame numbers, in ascending order; all frames if left out. */
  readonly frames?: readonly number[];
  /** Most frames to decode from the start, for long files. */
  readonly maxFrames?: number;
}

/**
 * Decode a video file in this process, turned upright.
 *
 * FFmpeg is robust, yet a file made to crash it takes this process along: a data set is safer through `createClipLoader`.
 *
 * @returns [frames, height, width, 3] in [0, 255]
 * @throws DecodeError with a `reason` if the file does not decode; Error if node-av is not installed
 */
export async function decodeClip(path: string, options: DecodeClipOptions = {}): Promise<Clip> {
  const { shortSide, resize, frames, maxFrames = Number.POSITIVE_INFINITY } = options;
  const av = await loadNodeAv("decodeClip");
  const choose = (info: { frames: number }) =>
    frames ?? Array.from({ length: Math.min(info.frames, maxFrames) }, (_, frame) => frame);
  return readFrames(av, path, { shortSide, resize, choose }).clip;
}
