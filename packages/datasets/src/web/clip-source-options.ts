import type { ViewShape } from "../clip-view.ts";
import type { MissingFrames } from "../decode/frame-request.ts";
import type { WebResizeMethod } from "./read-frames.ts";

/** What a loader takes from files, and what it may use for that. */
export interface WebClipSourceOptions extends ViewShape {
  /** Pixels of the shorter side after resize; `crop` or more. */
  readonly shortSide: number;
  /** `tensorflow` (the default) and `pillow` resize as these do, to the bit. */
  readonly resize?: WebResizeMethod;
  /** Frames per second to resample to before the stride counts; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** Clips of which frames are damaged or missing: use what is there (the default), leave them out, or end the run. */
  readonly missingFrames?: MissingFrames;
  /** Videos that are open at once; 2 if left out. */
  readonly decoders?: number;
  /** How long one video may take before it is given up; 20 if left out. */
  readonly secondsPerClip?: number;
  /** Bytes of memory for decoded clips; a quarter of a gigabyte if left out. */
  readonly cacheBytes?: number;
  /** Share of the files that may be damaged before the run stops; 0.05 if left out. */
  readonly maxBadFraction?: number;
}
