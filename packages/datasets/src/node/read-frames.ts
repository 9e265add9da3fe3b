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
  /** Frames that were decoded to get them. */
  readonly decoded: number;
  /** How many of these are damaged or did not come, and were replaced. */
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
  const sparing = readSparingly(av, path, request);
  if (sparing?.missing === 0) return sparing;
  if (sparing && request.missingFrames !== "use-partial" && request.missingFrames !== undefined)
    refuseMissing(path, sparing, request.missingFrames);
  const numbered = withVideo(av, path, (video) => numberFrames(av, path, video, request));
  const kept = withVideo(av, path, (video) => keepFrames(av, path, video, request, { ...numbered, sparing: false }));
  refuseMissing(path, kept, request.missingFrames);
  return kept;
}

/** @returns undefined if the file has to be read from its start */
function readSparingly(av: NodeAv, path: string, request: FrameRequest): KeptFrames | undefined {
  try {
    return withVideo(av, path, (video) => {
      const numbered = numberFrames(av, path, video, request);
      if (numbered.timeline.times.length === 0) return undefined;
      return keepFrames(av, path, video, request, { ...numbered, sparing: true });
    });
  } catch (error) {
    if (error instanceof SeekError) return undefined;
    throw error;
  }
}

interface NumberedFrames {
  readonly packets: readonly PacketEntry[];
  readonly timeline: FrameTimeline;
}

function keepFrames(
  av: NodeAv,
  path: string,
  video: OpenVideo,
  request: FrameRequest,
  { packets, timeline, sparing }: NumberedFrames & { sparing: boolean },
): KeptFrames {
  const { info } = video;
  const size = uprightSize(info, request.shortSide);
  const promised = { frames: timeline.frames, ...size };
  requireEnough(path, timeline, request.missingFrames);
  const { wanted, places, position } = chooseFrames(timeline, request.choose?.(promised));
  const bytes = frameBytes(size);
  const values = new Uint8Array(wanted.length * bytes);
  const write = createFrameWriter(av, info, size, request.resize ?? "tensorflow");
  try {
    // where frames are damaged, all are counted, so that every view of a clip meets the same fate
    const decoded = sparing ? wanted : Array.from(Array(timeline.stored).keys());
    const sound = decodeFrames(av, video, { packets, timeline, wanted: decoded, sparing }, (frame, number) => {
      const place = places.get(number);
      if (place !== undefined) write(frame, values.subarray(place * bytes, (place + 1) * bytes));
    });
    const clip = clipOf(values, size.height, size.width, request.frameRate || info.frameRate);
    return { clip, info: promised, position, decoded: decoded.length, missing: decoded.length - sound };
  } finally {
    write.free();
  }
}

/** The stored frames that stand for the frames wanted (all if left out), and where each will lie. */
export function chooseFrames(timeline: FrameTimeline, chosen: Iterable<number> = Array(timeline.frames).keys()) {
  const wanted = [...new Set(Array.from(chosen, (frame) => timeline.source(frame)))].sort((a, b) => a - b);
  const places = new Map(wanted.map((number, place) => [number, place]));
  return { wanted, places, position: (frame: number) => places.get(timeline.source(frame))! };
}

function numberFrames(
  av: NodeAv,
  path: string,
  { format, stream, info }: OpenVideo,
  { part, frameRate }: FrameRequest,
): NumberedFrames {
  const span = part?.kind === "time" ? part : undefined;
  const { packets, dropped } = scanPackets(av, format, stream, span);
  const ticks = (seconds: number) => streamTicks(format, stream, seconds);
  const timeline = createTimeline(packets, {
    frameRate,
    clock: stream.timeBase.den / stream.timeBase.num,
    ...(span ? { span: { start: ticks(span.start), end: ticks(span.end) } } : { promised: info.frames - dropped }),
  });
  if (timeline.stored > 0) return { packets, timeline };
  const where = span ? ` between ${span.start} and ${span.end} seconds` : "";
  throw new DecodeError(span ? "truncated" : "decoder failed", `decodeClip: ${path} has no frame${where}`);
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

function refuseMissing(path: string, { missing, decoded }: KeptFrames, policy: MissingFrames = "use-partial"): void {
  if (missing === 0 || (policy === "use-partial" && missing * 2 <= decoded)) return;
  if (missing === decoded) throw new DecodeError("decoder failed", `decodeClip: no frame of ${path} could be decoded`);
  throw new DecodeError(
    "damaged frames",
    `decodeClip: ${missing} of ${decoded} frames of ${path} are damaged or missing; copy it again`,
  );
}

export function uprightSize(
  { height, width, quarterTurns }: VideoInfo,
  shortSide?: number,
): { height: number; width: number } {
  const upright = quarterTurns % 2 === 0 ? { height, width } : { height: width, width: height };
  return shortSide === undefined ? upright : shortSideSize(upright, shortSide);
}
