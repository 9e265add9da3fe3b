import type { ViewShape } from "../clip-view.ts";
import type { MissingFrames } from "../decode/frame-request.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import type { DecodePool, DecodePoolOptions } from "./decode-pool.ts";
import type { DecodeEngine } from "./decode-views.ts";
import type { DiskCacheOptions } from "./disk-cache.ts";

/** What a clip source takes from files, and what it may use for that. */
export interface ClipSourceOptions extends ViewShape, DecodePoolOptions {
  /** Pixels of the shorter side after resize; `crop` or more. */
  readonly shortSide: number;
  /** `tensorflow` (the default) and `pillow` resize as these do, to the bit; `native` by FFmpeg's bilinear scaler. */
  readonly resize?: ResizeMethod;
  /** Frames per second to resample to before the stride counts; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** Clips of which frames are damaged or missing: use what is there (the default), leave them out, or end the run. */
  readonly missingFrames?: MissingFrames;
  /** What decodes: the package node-av (the default), or the program `ffmpeg`. */
  readonly engine?: DecodeEngine;
  /** Bytes of memory for decoded clips; half a gigabyte if left out. */
  readonly cacheBytes?: number;
  /** A folder that keeps decoded clips from run to run, behind what fits into memory; none if left out. */
  readonly diskCache?: DiskCacheOptions;
  /** Share of the files that may be damaged before the run stops; 0.05 if left out. */
  readonly maxBadFraction?: number;
  /** Processes to decode in, shared with others; processes of its own if left out. */
  readonly pool?: DecodePool;
}
