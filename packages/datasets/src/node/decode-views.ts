import { frameBytes } from "../clip.ts";
import type { ClipPart } from "../clip-index.ts";
import { makeView, type View, type ViewShape } from "../clip-view.ts";
import type { MissingFrames, ResizedInfo } from "../decode/frame-request.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import { viewsOf, type WholeClip, wantedFrames } from "../loader/whole-clip.ts";
import { readDiskClip, writeDiskClip } from "./disk-clip.ts";
import type { NodeAv } from "./load-node-av.ts";
import { nativeView, readNativeView } from "./native-view.ts";
import { readFrames } from "./read-frames.ts";
import { readFramesByProgram } from "./read-frames-by-program.ts";

/** What decodes: the package node-av, or the program `ffmpeg`. */
export type DecodeEngine = "node-av" | "ffmpeg";

/** Views wanted of one file. */
export interface DecodeJob {
  readonly path: string;
  /** What of the file is the clip; all of it if left out. */
  readonly part?: ClipPart;
  /** Pixels of the shorter side after resize. */
  readonly shortSide: number;
  readonly resize: ResizeMethod;
  /** Frames per second to resample to; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  readonly missingFrames?: MissingFrames;
  /** `node-av` if left out. */
  readonly engine?: DecodeEngine;
  readonly shape: ViewShape;
  readonly views: readonly View[];
  /** If all its frames, resized, take no more bytes than this, they come back whole for the cache. */
  readonly wholeBytes: number;
  /** Where the whole clip is kept on disk, or is to be if it takes no more than so many bytes. */
  readonly disk?: { readonly file: string; readonly bytes: number };
}

/** Views wanted of frames that are in memory already. */
export interface AugmentJob {
  /** Where they come from, for messages. */
  readonly path: string;
  readonly frames: WholeClip;
  readonly shape: ViewShape;
  readonly views: readonly View[];
}

/** The answer to a job: all frames to keep, or just the views, each [frames, crop, crop, 3]. */
export type DecodedJob =
  | { readonly whole: WholeClip }
  | {
      readonly views: readonly Uint8Array[];
      /** Bytes that were written to disk. */
      readonly written?: number;
      /** Why the clip could not be written to disk. */
      readonly diskProblem?: string;
    };

/**
 * Decode what a job wants, in this process.
 *
 * @throws DecodeError with a reason if the file does not decode
 */
export function decodeViews(av: NodeAv | undefined, job: DecodeJob): DecodedJob {
  const { path, shape, views, wholeBytes, disk } = job;
  const native = av && nativeView(job);
  if (native) return { views: [readNativeView(av, job, native)] };
  const kept = disk && readDiskClip(disk.file, (places) => wantedFrames(views, places, shape));
  if (kept) return { views: viewsOf(kept, views, shape) };
  let whole = false;
  const choose = (info: ResizedInfo): Iterable<number> => {
    whole = info.frames * frameBytes(info) <= Math.max(wholeBytes, disk?.bytes ?? 0);
    if (whole) return Array.from({ length: info.frames }, (_, frame) => frame);
    return wantedFrames(views, info, shape);
  };
  const request = { ...job, choose };
  const read = av ? readFrames(av, path, request) : readFramesByProgram(path, request);
  if (!whole)
    return {
      views: views.map((view) => makeView(read.clip, view, shape, read.info.frames, read.position).values),
    };
  const places = Int32Array.from({ length: read.info.frames }, (_, frame) => read.position(frame));
  const frames = { clip: read.clip, places };
  if (read.clip.values.byteLength <= wholeBytes && !disk) return { whole: frames };
  return { views: viewsOf(frames, views, shape), ...(disk && writeDiskClip(disk.file, frames)) };
}
