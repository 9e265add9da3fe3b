/** What a clip is for. */
export type Split = "train" | "validation" | "test";

/** Seconds of a longer video: frames from `start` on, up to but not with `end`. */
export interface TimePart {
  readonly kind: "time";
  readonly start: number;
  readonly end: number;
}

/** A folder of numbered pictures, one a frame; the number is the last run of digits in a picture's name. */
export interface PicturesPart {
  readonly kind: "pictures";
  /** Number of the first picture; the lowest there is if left out. */
  readonly first?: number;
  /** Number of the last picture, itself included; the highest there is if left out. */
  readonly last?: number;
  /** Pictures per second; 0 or left out where it is not known. */
  readonly frameRate?: number;
}

/** A record of a TFRecord file: a SequenceExample with one encoded picture a frame. */
export interface RecordPart {
  readonly kind: "record";
  /** Where the record's data begin, behind its length and checksum, in bytes. */
  readonly offset: number;
  /** Bytes of its data. */
  readonly length: number;
}

/** What of its path a clip is; a whole video file if left out. */
export type ClipPart = TimePart | PicturesPart | RecordPart;

/** One clip of a data set. */
export interface ClipEntry {
  /** A file, or a folder of pictures, relative to the directory of the index, with forward slashes. */
  readonly path: string;
  readonly part?: ClipPart;
  /** Numbers of its classes: one; any number where clips may show several; one of each head, in their order. */
  readonly labels: readonly number[];
  readonly split: Split;
  /** How often it is drawn beside the others; 1 if left out. */
  readonly weight?: number;
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly hash?: string;
}

/** A head of a model: so many classes of its own. */
export interface Head {
  readonly name: string;
  readonly classes: number;
}

/** A data set: which clips there are and what they show. */
export interface ClipIndex {
  readonly directory: string;
  /** Names by label, in the order of the model's scores; the heads' classes one after the other. */
  readonly classes: readonly string[];
  /** What each clip has one class of; one head without a name if left out. Nouns come before verbs in EPIC-KITCHENS. */
  readonly heads?: readonly Head[];
  /** Whether a clip may show several classes, or none. */
  readonly severalLabels?: boolean;
  readonly entries: readonly ClipEntry[];
  /** Whether a clip still shows its class when mirrored. */
  readonly horizontalFlip: boolean;
  /** For each class, the one that its clips show when mirrored: "left to right" becomes "right to left"; the same if left out. */
  readonly mirrored?: readonly number[];
  /** Whether the validation clips come from a folder or list of their own or were held out of the training clips. */
  readonly validation: "folder" | "held out";
  /** What opens this index again, such as `kinetics:DIR`; the directory if left out. */
  readonly source?: string;
}

/**
 * Say which clip an entry is, in one word, unlike every other clip of the index.
 *
 * @returns `train/jump/1.mp4`, `P01_01.MP4@12.5-14s`, `P01_01/#750-840`, `test-00000-of-00001@16`
 */
export function clipName({ path, part }: Pick<ClipEntry, "path" | "part">): string {
  if (!part) return path;
  if (part.kind === "time") return `${path}@${part.start}-${part.end}s`;
  if (part.kind === "record") return `${path}@${part.offset}`;
  return `${path}/#${part.first ?? ""}-${part.last ?? ""}`;
}

/** The shape of the labels of a batch: [batch], or [batch, labels] for several heads or labels. */
export function labelShape(index: Pick<ClipIndex, "entries" | "severalLabels">, batch: number): number[] {
  const width = labelsPerClip(index);
  return width === 1 && !index.severalLabels ? [batch] : [batch, width];
}

/** How many classes the clip with the most has; 1 or more. */
export function labelsPerClip({ entries }: Pick<ClipIndex, "entries">): number {
  return entries.reduce((most, { labels }) => Math.max(most, labels.length), 1);
}
