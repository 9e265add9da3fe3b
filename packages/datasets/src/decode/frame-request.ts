import type { Clip } from "../clip.ts";
import type { ClipPart } from "../clip-index.ts";
import { shortSideSize } from "../resize-clip.ts";
import { DecodeError } from "./decode-error.ts";
import type { FrameCut } from "./frame-cut.ts";
import { type FrameSize, turnedSize } from "./frame-size.ts";
import type { FrameTimeline } from "./frame-timeline.ts";
import type { ResizeMethod } from "./resize-method.ts";
import type { VideoInfo } from "./video-info.ts";

/** What to do with a clip of which frames are missing: leave it out, use what is there, or end the run. */
export type MissingFrames = "skip" | "use-partial" | "fail";

/** Which frames of a video to keep, and how large. */
export interface FrameRequest {
  /** What of the file is the clip; all of it if left out. */
  readonly part?: ClipPart;
  /** Pixels of the shorter side; the stored size if left out. */
  readonly shortSide?: number;
  readonly resize?: ResizeMethod;
  /** Frames per second to resample to; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** `use-partial` if left out; "skip" and "fail" both refuse the file here. */
  readonly missingFrames?: MissingFrames;
  /** Picks frame numbers once the promised number of frames and the resized size are known; all if left out. */
  readonly choose?: (info: ResizedInfo) => Iterable<number>;
  /** A square to cut of every frame, in FFmpeg's filters; whole frames if left out. Of video files only. */
  readonly cut?: (info: ResizedInfo) => FrameCut | undefined;
}

/** A video after rotation and resize, before any frame is decoded. */
export interface ResizedInfo {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** Frames kept, in ascending order of the stored frame they show. */
export interface KeptFrames {
  /** [frames kept, height, width, 3], or [frames kept, crop, crop, 3] where a square was cut */
  readonly clip: Clip;
  readonly info: ResizedInfo;
  /** Where in `clip` a frame of the video lies, by its number below `info.frames`. */
  position(frame: number): number;
  /** Frames that were decoded to get them. */
  readonly decoded: number;
  /** How many of these are damaged or did not come, and were replaced. */
  readonly missing: number;
}

/** The stored frames that stand for the frames wanted (all if left out), and where each will lie. */
export function chooseFrames(timeline: FrameTimeline, chosen: Iterable<number> = Array(timeline.frames).keys()) {
  const wanted = [...new Set(Array.from(chosen, (frame) => timeline.source(frame)))].sort((a, b) => a - b);
  const places = new Map(wanted.map((number, place) => [number, place]));
  return { wanted, places, position: (frame: number) => places.get(timeline.source(frame))! };
}

/** @throws DecodeError if too few frames are there, or any is missing and may not be */
export function requireEnough(
  path: string,
  { promised, stored }: Pick<FrameTimeline, "promised" | "stored">,
  policy: MissingFrames = "use-partial",
): void {
  if (stored * 2 >= promised && (policy === "use-partial" || stored >= promised)) return;
  throw new DecodeError(
    "truncated",
    `decodeClip: ${path} promises ${promised} frames, only ${stored} are there; copy it again`,
  );
}

/** Whether more frames are missing than may be: more than half, or any where the policy is not to use the others. */
export function lacksTooMany(missing: number, wanted: number, policy: MissingFrames = "use-partial"): boolean {
  return missing > 0 && (policy !== "use-partial" || missing * 2 > wanted);
}

/** Size of frames as they are shown, resized. */
export function uprightSize(
  stored: FrameSize & Partial<Pick<VideoInfo, "quarterTurns">>,
  shortSide?: number,
): FrameSize {
  const upright = turnedSize(stored, stored.quarterTurns ?? 0);
  return shortSide === undefined ? upright : shortSideSize(upright, shortSide);
}
