import type { Clip } from "@vivit/datasets";

/** Frames to show, at most a few dozen, larger than the model sees them. */
export interface Preview {
  readonly height: number;
  readonly width: number;
  /** [frames, height, width, 4], red, green, blue, opacity in [0, 255]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Which frame of the video each is. */
  readonly numbers: readonly number[];
}

/** A video as the model and the page need it. */
export interface DecodedVideo {
  readonly name: string;
  /** Frames in the file. */
  readonly total: number;
  /** Frames per second, on average. */
  readonly frameRate: number;
  /** The frames kept, [frames, height, width, 3], at the short side asked for. */
  readonly clip: Clip;
  /** Which frame of the video each kept one is, ascending. */
  readonly numbers: readonly number[];
  readonly preview: Preview;
}

/** Where a video comes from: a file that somebody chose, or an address. */
export type VideoSource = { readonly name: string } & ({ readonly file: Blob } | { readonly url: string });

/** Which frames to keep, and how large. */
export interface VideoRequest {
  /** Pixels of the shorter side. */
  readonly shortSide: number;
  /** Picks frame numbers once it is known how many there are. */
  readonly choose: (total: number) => Iterable<number>;
  /** Told of the frames decoded so far. */
  readonly onProgress?: (decoded: number, total: number) => void;
}
