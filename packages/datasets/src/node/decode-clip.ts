import type { Clip } from "../clip.ts";
import type { ClipPart } from "../clip-index.ts";
import type { MissingFrames } from "../decode/frame-request.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import type { DecodeEngine } from "./decode-views.ts";
import { loadNodeAv } from "./load-node-av.ts";
import { readFrames } from "./read-frames.ts";
import { readFramesByProgram } from "./read-frames-by-program.ts";

/** Which frames of a file to decode, and how large. */
export interface DecodeClipOptions {
  /** What of the file to decode: seconds of it, numbered pictures of a folder, a record; all of it if left out. */
  readonly part?: ClipPart;
  /** Frames per second to resample to; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** What to do where frames are damaged or missing: use the others (the default), or throw. */
  readonly missingFrames?: MissingFrames;
  /** `node-av` if left out. */
  readonly engine?: DecodeEngine;
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
  const { frames, maxFrames = Number.POSITIVE_INFINITY, engine = "node-av" } = options;
  const choose = (info: { frames: number }) =>
    frames ?? Array.from({ length: Math.min(info.frames, maxFrames) }, (_, frame) => frame);
  const request = { ...options, choose };
  if (engine === "ffmpeg") return readFramesByProgram(path, request).clip;
  return readFrames(await loadNodeAv("decodeClip"), path, request).clip;
}
