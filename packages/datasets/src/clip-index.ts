/** What a clip is for. */
export type Split = "train" | "validation" | "test";

/** One clip of a data set. */
export interface ClipEntry {
  /** Relative to the directory of the index, with forward slashes. */
  readonly path: string;
  /** Number of its class. */
  readonly label: number;
  readonly split: Split;
}

/** A data set: which clips there are and what they show. */
export interface ClipIndex {
  readonly directory: string;
  /** Names by label. */
  readonly classes: readonly string[];
  readonly entries: readonly ClipEntry[];
  /** Whether a clip still shows its class when mirrored. */
  readonly horizontalFlip: boolean;
  /** Whether the validation clips come from a folder of their own or were held out of the training clips. */
  readonly validation: "folder" | "held out";
}
