import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { CodecContext, FormatContext, Stream } from "node-av/lib";
import { DecodeError } from "../decode/decode-error.ts";
import type { VideoInfo } from "../decode/video-info.ts";
import type { NodeAv } from "./load-node-av.ts";
import { quarterTurns } from "./quarter-turns.ts";

/** An open file with its decoder. */
export interface OpenVideo {
  readonly info: VideoInfo;
  readonly format: FormatContext;
  readonly stream: Stream;
  readonly codec: CodecContext;
}

/**
 * Open the video stream of a file, hand it to `use`, and close it whatever happens.
 *
 * @throws DecodeError with a reason if the file holds no video that can be decoded
 */
export function withVideo<T>(av: NodeAv, path: string, use: (video: OpenVideo) => T): T {
  requireContent(path);
  return withFormat(av, path, (format, stream) => {
    const frames = Number(stream.nbFrames);
    const codec = openDecoder(av, path, stream);
    try {
      const { width, height } = stream.codecpar;
      if (!(width > 0 && height > 0))
        throw new DecodeError("decoder failed", `decodeClip: ${path} states no frame size`);
      const info = { frames, height, width, frameRate: frameRate(stream), quarterTurns: quarterTurns(av, stream) };
      return use({ info, format, stream, codec });
    } finally {
      codec.freeContext();
    }
  });
}

function withFormat<T>(av: NodeAv, path: string, use: (format: FormatContext, stream: Stream) => T): T {
  const format = new av.FormatContext();
  if (format.openInputSync(path) < 0) throw unreadable(path);
  try {
    if (format.findStreamInfoSync() < 0)
      throw new DecodeError("decoder failed", `decodeClip: ${path} has no readable streams`);
    const index = format.findBestStream(av.constants.AVMEDIA_TYPE_VIDEO);
    const stream = index >= 0 ? format.streams[index] : undefined;
    if (!stream || stream.hasDisposition(av.constants.AV_DISPOSITION_ATTACHED_PIC))
      throw new DecodeError("no video stream", `decodeClip: ${path} has no video stream, only sound or data`);
    return use(format, stream);
  } finally {
    format.closeInputSync();
  }
}

function openDecoder(av: NodeAv, path: string, stream: Stream): CodecContext {
  const decoder = av.Codec.findDecoder(stream.codecpar.codecId);
  if (!decoder) throw new DecodeError("decoder failed", `decodeClip: ${path} uses a codec that node-av cannot decode`);
  const codec = new av.CodecContext();
  codec.allocContext3(decoder);
  codec.parametersToContext(stream.codecpar);
  codec.threadCount = 1; // one process for each core decodes faster than many threads in each
  if (codec.open2Sync(decoder) >= 0) return codec;
  codec.freeContext();
  throw new DecodeError("decoder failed", `decodeClip: the ${decoder.name} decoder refuses ${path}`);
}

function requireContent(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw new DecodeError("missing file", `decodeClip: ${path} does not exist`);
  if (status.isDirectory()) throw new DecodeError("not a video", `decodeClip: ${path} is a folder, not a video`);
  if (status.isFile() && status.size === 0)
    throw new DecodeError("empty file", `decodeClip: ${path} is empty, 0 bytes`);
}

/** A file that starts like an MP4 but does not open has lost its index, which recorders write last. */
function unreadable(path: string): DecodeError {
  const head = Buffer.alloc(12);
  const file = openSync(path, "r");
  readSync(file, head, 0, 12, 0);
  closeSync(file);
  if (head.toString("latin1", 4, 8) === "ftyp")
    return new DecodeError(
      "truncated",
      `decodeClip: ${path} is cut short, its index (moov) is missing; copy or record it again`,
    );
  return new DecodeError("not a video", `decodeClip: ${path} is not a video, whatever its name says`);
}

function frameRate(stream: Stream): number {
  const { num, den } = stream.avgFrameRate;
  return den > 0 ? num / den : 0;
}
