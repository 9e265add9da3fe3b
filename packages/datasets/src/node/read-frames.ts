import { type Clip, clipOf, frameBytes } from "../clip.ts";
import type { ClipPart } from "../clip-index.ts";
import { shortSideSize } from "../resize-clip.ts";
import { DecodeError } from "./decode-error.ts";
import { decodeFrames, SeekError } from "./decode-frames.ts";
import { createTimeline, type FrameTimeline } from "./frame-timeline.ts";
import { createFrameWriter, type ResizeMethod } from "./frame-writer.ts";
import type { NodeAv } from "./load-node-av.ts";
import { type OpenVideo, type VideoInfo, withVideo } from "./open-video.ts";
import { readPictures } from "./read-pictures.ts";
import { type PacketEntry, scanPackets, streamTicks } from "./scan-packets.ts";

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
}

/** A video after rotation and resize, before any frame is decoded. */
export interface ResizedInfo {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** Frames kept, in ascending order of the stored frame they show. */
export interface KeptFrames {
  /** [frames kept, height, width, 3] */
  readonly clip: Clip;
  readonly info: ResizedInfo;
  /** Where in `clip` a frame of the video lies, by its number below `info.frames`. */
  position(frame: number): number;
  /** Frames wanted that are damaged or not there, and were replaced. */
  readonly missing: number;
}

/**
 * Decode the frames wanted, turned upright and resized; nothing else is converted, and of what comes before only what they
 * refer to is decoded.
 *
 * Frames past the end of a file that is cut short start over from its first. A damaged one is replaced by the one before it.
 *
 * @throws DecodeError; "truncated" if fewer than half of the promised frames are there, or any is missing and may not be
 */
export function readFrames(av: NodeAv, path: string, request: FrameRequest = {}): KeptFrames {
  if (request.part && request.part.kind !== "time") return readPictures(av, path, request.part, request);
  try {
    const sparing = withVideo(av, path, (video) => readVideo(av, path, video, request, true));
    if (sparing.missing === 0) return sparing;
    refuseMissing(path, sparing, request.missingFrames);
  } catch (error) {
    if (!(error instanceof SeekError)) throw error;
  }
  return withVideo(av, path, (video) => readVideo(av, path, video, request, false));
}

function readVideo(av: NodeAv, path: string, video: OpenVideo, request: FrameRequest, sparing: boolean): KeptFrames {
  const { info } = video;
  const { packets, timeline } = numberFrames(av, path, video, request);
  const size = uprightSize(info, request.shortSide);
  const promised = { frames: timeline.frames, ...size };
  requireEnough(path, timeline, request.missingFrames);
  const chosen = [...(request.choose?.(promised) ?? range(timeline.frames))];
  const wanted = [...new Set(chosen.map((frame) => timeline.source(frame)))].sort((a, b) => a - b);
  const places = new Map(wanted.map((number, place) => [number, place]));
  const bytes = frameBytes(size);
  const values = new Uint8Array(wanted.length * bytes);
  const write = createFrameWriter(av, info, size, request.resize ?? "tensorflow");
  try {
    const sound = decodeFrames(av, video, { packets, timeline, wanted, sparing }, (frame, number) => {
      const place = places.get(number)!;
      write(frame, values.subarray(place * bytes, (place + 1) * bytes));
    });
    if (sound === 0 && !sparing)
      throw new DecodeError("decoder failed", `decodeClip: no frame of ${path} could be decoded`);
    return {
      clip: clipOf(values, size.height, size.width, request.frameRate || info.frameRate),
      info: promised,
      position: (frame) => places.get(timeline.source(frame))!,
      missing: wanted.length - sound,
    };
  } finally {
    write.free();
  }
}

function numberFrames(
  av: NodeAv,
  path: string,
  { format, stream, info }: OpenVideo,
  { part, frameRate }: FrameRequest,
): { packets: readonly PacketEntry[]; timeline: FrameTimeline } {
  const span = part?.kind === "time" ? part : undefined;
  const packets = scanPackets(av, format, stream, span);
  const ticks = (seconds: number) => streamTicks(format, stream, seconds);
  const timeline = createTimeline(packets, {
    frameRate,
    clock: stream.timeBase.den / stream.timeBase.num,
    ...(span ? { span: { start: ticks(span.start), end: ticks(span.end) } } : { promised: info.frames }),
  });
  if (timeline.stored > 0) return { packets, timeline };
  const where = span ? ` between ${span.start} and ${span.end} seconds` : "";
  throw new DecodeError(span ? "truncated" : "decoder failed", `decodeClip: ${path} has no frame${where}`);
}

function requireEnough(path: string, { frames, stored, times }: FrameTimeline, policy: MissingFrames = "use-partial"): void {
  const promised = times.length > 0 ? frames : stored;
  if (stored * 2 >= promised && (policy === "use-partial" || stored >= promised)) return;
  throw new DecodeError(
    "truncated",
    `decodeClip: ${path} promises ${promised} frames, only ${stored} are there; copy it again`,
  );
}

function refuseMissing(path: string, { missing, clip }: KeptFrames, policy: MissingFrames = "use-partial"): void {
  if (policy === "use-partial" && missing * 2 <= clip.frames) return;
  if (missing === clip.frames)
    throw new DecodeError("decoder failed", `decodeClip: no frame of ${path} could be decoded`);
  throw new DecodeError(
    "damaged frames",
    `decodeClip: ${missing} of ${clip.frames} frames of ${path} are damaged or missing; copy it again`,
  );
}

function uprightSize(
  { height, width, quarterTurns }: VideoInfo,
  shortSide?: number,
): { height: number; width: number } {
  const upright = quarterTurns % 2 === 0 ? { height, width } : { height: width, width: height };
  return shortSide === undefined ? upright : shortSideSize(upright, shortSide);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
