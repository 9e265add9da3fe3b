import type { ClipEntry, Head } from "../../clip-index.ts";

/** A clip that a list names and that is not there. */
export interface MissingClip {
  /** What was looked for. */
  readonly path: string;
  /** The list that names it. */
  readonly file: string;
  readonly line: number | undefined;
}

/** How lists are to be read. */
export interface ListReading {
  /** The folder that paths start from. */
  readonly root: string;
  /** What numbers of classes count from; told from them if left out. */
  readonly firstLabel?: 0 | 1;
}

/** What an adapter reads from the native files of a data set. */
export interface SourceContent {
  readonly classes: readonly string[];
  readonly heads?: readonly Head[];
  readonly severalLabels?: boolean;
  readonly entries: readonly ClipEntry[];
  readonly horizontalFlip: boolean;
  /** What people should know: what was assumed, passed over or corrected. */
  readonly notices: readonly string[];
  readonly missing: readonly MissingClip[];
}
