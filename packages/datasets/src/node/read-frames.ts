import { clipOf, frameBytes } from "../clip.ts";
import { DecodeError } from "../decode/decode-error.ts";
import {
  chooseFrames,
  type FrameRequest,
  type KeptFrames,
  lacksTooMany,
  type MissingFrames,
  requireEnough,
  uprightSize,
} from "../decode/frame-request.ts";
import { createTimeline, type FrameTimeline } from "../decode/frame-timeline.ts";
import type { PacketEntry } from "../decode/packet-entry.ts";
import { decodeFrames, SeekError } from "./decode-frames.ts";
import { createFrameWriter } from "./frame-writer.ts";
import type { NodeAv } from "./load-node-av.ts";
import { type OpenVideo, withVideo } from "./open-video.ts";
import { readPictures } from "./read-pictures.ts";
import { scanPackets, streamTicks } from "./scan-packets.ts";
import { createViewWriter } from "./view-writer.ts";

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
  const { numbered, sparing } = readSparingly(av, path, request);
  if (sparing?.missing === 0) return sparing;
  // not proven damaged yet: a decoder holds back what follows a seek to a picture that is no true key frame
  const kept = withVideo(av, path, (video) => keepFrames(av, path, video, request, { ...numbered, sparing: false }));
  refuseMissing(path, kept, request.missingFrames);
  return kept;
}

/** Number the frames and seek to those wanted; nothing is kept if the file has to be read from its start. */
function readSparingly(
  av: NodeAv,
  path: string,
  request: FrameRequest,
): { numbered: NumberedFrames; sparing?: KeptFrames } {
  return withVideo(av, path, (video) => {
    const numbered = numberFrames(av, path, video, request);
    if (numbered.timeline.times.length === 0) return { numbered };
    try {
      return { numbered, sparing: keepFrames(av, path, video, request, { ...numbered, sparing: true }) };
    } catch (error) {
      if (error instanceof SeekError) return { numbered };
      throw error;
    }
  });
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
  const cut = request.cut?.(promised);
  const shape = cut ? { height: cut.crop, width: cut.crop } : size;
  const bytes = frameBytes(shape);
  const values = new Uint8Array(wanted.length * bytes);
  const write = cut
    ? createViewWriter(av, info, cut)
    : createFrameWriter(av, info, size, request.resize ?? "tensorflow");
  try {
    // where frames are damaged, all are counted, so that every view of a clip meets the same fate
    const decoded = sparing ? wanted : Array.from(Array(timeline.stored).keys());
    const sound = decodeFrames(av, video, { packets, timeline, wanted: decoded, sparing }, (frame, number) => {
      const place = places.get(number);
      if (place !== undefined) write(frame, values.subarray(place * bytes, (place + 1) * bytes));
    });
    const clip = clipOf(values, shape.height, shape.width, request.frameRate || info.frameRate);
    return { clip, info: promised, position, decoded: decoded.length, missing: decoded.length - sound };
  } finally {
    write.free();
  }
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

function refuseMissing(path: string, { missing, decoded }: KeptFrames, policy: MissingFrames | undefined): void {
  if (!lacksTooMany(missing, decoded, policy)) return;
  if (missing === decoded) throw new DecodeError("decoder failed", `decodeClip: no frame of ${path} could be decoded`);
  throw new DecodeError(
    "damaged frames",
    `decodeClip: ${missing} of ${decoded} frames of ${path} are damaged or missing; copy it again`,
  );
}
