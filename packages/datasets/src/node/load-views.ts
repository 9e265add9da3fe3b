import type { HostTensor } from "@vivit/nn";
import type { ClipPart } from "../clip-index.ts";
import { evaluationViews, type ViewShape } from "../clip-view.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import { stackViews } from "../loader/stack-views.ts";
import { findViews, wholeViews } from "../loader/whole-clip.ts";
import { DecodePool } from "./decode-pool.ts";
import type { DecodeEngine } from "./decode-views.ts";

/** Which views of a file, and how large. */
export interface LoadViewsOptions extends ViewShape {
  /** Pixels of the shorter side after resize; `crop` or more. */
  readonly shortSide: number;
  readonly resize?: ResizeMethod;
  /** What of the file is the clip; all of it if left out. */
  readonly part?: ClipPart;
  /** Frames per second to resample to; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** What decodes; `node-av` if left out. */
  readonly engine?: DecodeEngine;
  /** Clips in time times crops in space; one centered view if left out. */
  readonly views?: { readonly temporal: number; readonly spatial: 1 | 3 };
  /** Processes to decode in, for many files; made and ended for this one file if left out. */
  readonly pool?: DecodePool;
}

/**
 * Load the evaluation views of one video file, decoded in another process.
 *
 * @returns float32 [views, frames, crop, crop, 3] in [-1, 1]
 * @throws DecodeError with a `reason` if the file does not decode
 */
export async function loadViews(path: string, options: LoadViewsOptions): Promise<HostTensor> {
  const {
    part,
    frameRate,
    engine,
    frames,
    stride,
    crop,
    shortSide,
    resize = "tensorflow",
    views: count = { temporal: 1, spatial: 1 },
  } = options;
  const shape = { frames, stride, crop };
  const views = evaluationViews(count.temporal, count.spatial);
  const pool = options.pool ?? new DecodePool({ workers: 1 });
  try {
    const result = await pool.decode({ path, part, shortSide, resize, frameRate, engine, shape, views, wholeBytes: 0 });
    const found = "views" in result ? wholeViews(result.views, shape) : findViews(result.whole, shape, views);
    return stackViews(found, found.length, shape);
  } finally {
    if (!options.pool) await pool.dispose();
  }
}
