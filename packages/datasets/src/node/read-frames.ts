import type { Frame } from "node-av/lib";
import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { shortSideSize } from "../resize-clip.ts";
import { DecodeError } from "./decode-error.ts";
import { createFrameWriter, type ResizeMethod } from "./frame-writer.ts";
import type { NodeAv } from "./load-node-av.ts";
import { type OpenVideo, type VideoInfo, withVideo } from "./open-video.ts";

/** Which frames of a video to keep, and how large. */
export interface FrameRequest {
  /** Pixels of the shorter side; the stored size if left out. */
  readonly shortSide?: number;
  readonly resize?: ResizeMethod;
  /** Picks frame numbers once the promised number of frames and the resized size are known; all if left out. */
  readonly choose?: (info: ResizedInfo) => Iterable<number>;
}

/** A video after rotation and resize, before any frame is decoded. */
export interface ResizedInfo {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** Frames kept, in ascending order without repetition. */
export interface KeptFrames {
  readonly clip: Clip;
  readonly numbers: readonly number[];
  readonly info: ResizedInfo;
  /** Frames that are there: what was promised, or fewer if the stream ended early. */
  readonly received: number;
}

/**
 * Decode a video up to the last frame wanted, and keep the wanted frames, turned upright and resized.
 *
 * A wanted frame past the last that arrives is replaced by its number modulo the frames that did arrive.
 *
 * @returns [frames kept, height, width, 3]
 * @throws DecodeError; "truncated" if fewer than half of the promised frames arrive
 */
export function readFrames(av: NodeAv, path: string, request: FrameRequest = {}): KeptFrames {
  const first = keepFrames(av, path, request);
  const { received } = first;
  if (received === first.info.frames) return first;
  // The stream ended early: once more, within what there is.
  const choose = (info: ResizedInfo) =>
    Array.from(request.choose?.(info) ?? range(info.frames), (frame) => frame % received);
  return { ...keepFrames(av, path, { ...request, choose }), received };
}

function keepFrames(av: NodeAv, path: string, { shortSide, resize = "tensorflow", choose }: FrameRequest): KeptFrames {
  return withVideo(av, path, (video) => {
    const size = uprightSize(video.info, shortSide);
    const info = { frames: video.info.frames, ...size };
    const wanted = [...new Set(choose?.(info) ?? range(info.frames))].sort((a, b) => a - b);
    const values = new Uint8Array(wanted.length * frameBytes(size));
    const write = createFrameWriter(av, video.info, size, resize);
    let next = 0;
    try {
      const received = decodeUntil(av, video, (frame, number) => {
        if (number === wanted[next]) write(frame, values.subarray(next++ * frameBytes(size)));
        return next < wanted.length;
      });
      const short = next < wanted.length;
      if (short) requireEnough(path, received, info.frames);
      const clip = clipOf(values, size.height, size.width, video.info.frameRate);
      return { clip, numbers: wanted, info, received: short ? received : info.frames };
    } finally {
      write.free();
    }
  });
}

/** Decode frame after frame until `take` has enough or the stream ends; damaged packets are passed over. */
function decodeUntil(
  av: NodeAv,
  { format, stream, codec }: OpenVideo,
  take: (frame: Frame, number: number) => boolean,
): number {
  const [packet, frame] = [new av.Packet(), new av.Frame()];
  packet.alloc();
  frame.alloc();
  let received = 0;
  const drain = () => {
    for (let more = true; more; frame.unref()) {
      if (codec.receiveFrameSync(frame) < 0) return true;
      more = take(frame, received++);
    }
    return false;
  };
  try {
    while (format.readFrameSync(packet) >= 0) {
      const mine = packet.streamIndex === stream.index;
      if (mine) codec.sendPacketSync(packet);
      packet.unref();
      if (mine && !drain()) return received;
    }
    codec.sendPacketSync(null);
    drain();
    return received;
  } finally {
    packet.free();
    frame.free();
  }
}

function requireEnough(path: string, received: number, promised: number): void {
  if (received === 0) throw new DecodeError("decoder failed", `decodeClip: no frame of ${path} could be decoded`);
  if (received * 2 < promised)
    throw new DecodeError(
      "truncated",
      `decodeClip: ${path} promises ${promised} frames, only ${received} could be decoded; copy it again`,
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
