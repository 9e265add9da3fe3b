import type { ClipEntry, ClipIndex } from "../clip-index.ts";
import type { VideoSource } from "./video-source.ts";

/** A data set in a page: which clips there are, what they show, and where each is. */
export interface WebClips {
  readonly index: ClipIndex;
  /** The file or address of a clip. */
  open(entry: ClipEntry): VideoSource | Promise<VideoSource>;
}
