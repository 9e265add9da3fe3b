import type { CodecContext, FormatContext, Frame, Packet, Stream } from "node-av/lib";
import { clipOf, frameBytes } from "../clip.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { uprightSize } from "../decode/frame-request.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import type { TimedFrame } from "../sliding-windows.ts";
import { createFrameWriter } from "./frame-writer.ts";
import { loadNodeAv, type NodeAv } from "./load-node-av.ts";
import { quarterTurns } from "./quarter-turns.ts";

/** How a stream is read. */
export interface StreamOptions {
  /** Pixels of the shorter side; as large as it comes if left out. */
  readonly shortSide?: number;
  /** `tensorflow` if left out. */
  readonly resize?: ResizeMethod;
  /** Ends the stream, even while it waits for data. */
  readonly signal?: AbortSignal;
}

/**
 * Read a video as a stream: frame by frame as they come, one in memory at a time, for as long as it lasts.
 *
 * @param source a file; `-` for what is piped in; `camera:NAME` (`camera:/dev/video0`, a name or number elsewhere); or a URL
 * that FFmpeg opens (`http:`, `rtsp:`, `udp:` …)
 * @throws DecodeError if it does not open or shows nothing; Error if node-av is not installed
 */
export async function* streamFrames(
  source: string,
  { shortSide, resize = "tensorflow", signal }: StreamOptions = {},
): AsyncGenerator<TimedFrame, void, undefined> {
  const av = await loadNodeAv("streamFrames");
  const format = new av.FormatContext();
  await open(av, format, source);
  const stop = () => format.interrupt();
  signal?.addEventListener("abort", stop);
  try {
    const { stream, codec } = await openStream(av, format, source);
    try {
      yield* decode(av, { format, stream, codec, source }, { shortSide, resize, signal });
    } finally {
      codec.freeContext();
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    await format.closeInput();
  }
}

async function open(av: NodeAv, format: FormatContext, source: string): Promise<void> {
  const camera = /^camera:(.*)$/.exec(source)?.[1];
  const device = camera === undefined ? undefined : cameraOf(camera);
  const input = device && av.InputFormat.findInputFormat(device.format);
  if (device && !input)
    throw new DecodeError(
      "decoder failed",
      `streamFrames: this node-av has no ${device.format} to read ${source} with`,
    );
  const result = await format.openInput(device?.url ?? (source === "-" ? "pipe:0" : source), input ?? null);
  if (result < 0)
    throw new DecodeError(
      "not a video",
      `streamFrames: ${nameOf(source)} does not open as video: ${reason(av, result)}`,
    );
}

/** What FFmpeg calls cameras here. */
function cameraOf(name: string): { format: string; url: string } {
  if (process.platform === "darwin") return { format: "avfoundation", url: name || "0" };
  if (process.platform === "win32") return { format: "dshow", url: `video=${name}` };
  return { format: "v4l2", url: name || "/dev/video0" };
}

function reason(av: NodeAv, result: number): string {
  return new av.FFmpegError(result).message;
}

function nameOf(source: string): string {
  return source === "-" ? "standard input" : source;
}

async function openStream(
  av: NodeAv,
  format: FormatContext,
  source: string,
): Promise<{ stream: Stream; codec: CodecContext }> {
  await format.findStreamInfo(null);
  const index = format.findBestStream(av.constants.AVMEDIA_TYPE_VIDEO);
  const stream = index >= 0 ? format.streams[index] : undefined;
  if (!stream) throw new DecodeError("no video stream", `streamFrames: ${nameOf(source)} has no video stream`);
  const decoder = av.Codec.findDecoder(stream.codecpar.codecId);
  if (!decoder)
    throw new DecodeError("decoder failed", `streamFrames: ${nameOf(source)} uses a codec that node-av cannot decode`);
  const codec = new av.CodecContext();
  codec.allocContext3(decoder);
  codec.parametersToContext(stream.codecpar);
  if ((await codec.open2(decoder)) < 0)
    throw new DecodeError("decoder failed", `streamFrames: the ${decoder.name} decoder refuses ${nameOf(source)}`);
  return { stream, codec };
}

interface OpenStream {
  readonly format: FormatContext;
  readonly stream: Stream;
  readonly codec: CodecContext;
  readonly source: string;
}

async function* decode(
  av: NodeAv,
  { format, stream, codec, source }: OpenStream,
  { shortSide, resize = "tensorflow", signal }: StreamOptions,
): AsyncGenerator<TimedFrame, void, undefined> {
  const [packet, frame] = [new av.Packet(), new av.Frame()];
  packet.alloc();
  frame.alloc();
  const show = createFrameShower(av, stream, shortSide, resize);
  let shown = 0;
  try {
    for (let more = true; more && !signal?.aborted; ) {
      more = await feed(codec, format, stream, packet);
      while (!signal?.aborted && (await codec.receiveFrame(frame)) >= 0) {
        yield show(frame);
        shown++;
        frame.unref();
      }
    }
    if (shown === 0 && !signal?.aborted)
      throw new DecodeError("decoder failed", `streamFrames: no frame of ${nameOf(source)} could be decoded`);
  } finally {
    show.free();
    packet.free();
    frame.free();
  }
}

/** Give the decoder the next packet of the stream, or word that there is none. Returns whether there was one. */
async function feed(codec: CodecContext, format: FormatContext, stream: Stream, packet: Packet): Promise<boolean> {
  while ((await format.readFrame(packet)) >= 0) {
    const mine = packet.streamIndex === stream.index;
    if (mine) await codec.sendPacket(packet); // a damaged packet is passed over
    packet.unref();
    if (mine) return true;
  }
  await codec.sendPacket(null);
  return false;
}

/** Converts frames to RGB, upright and resized; the writer is made for the size of the first. */
function createFrameShower(av: NodeAv, stream: Stream, shortSide: number | undefined, resize: ResizeMethod) {
  let writer: { write: ReturnType<typeof createFrameWriter>; height: number; width: number } | undefined;
  const turns = quarterTurns(av, stream);
  let count = 0;
  let first: number | undefined;
  const rate = stream.avgFrameRate.den > 0 ? stream.avgFrameRate.num / stream.avgFrameRate.den : 0;
  const secondsOf = ({ pts }: Frame): number => {
    const known = pts !== av.constants.AV_NOPTS_VALUE;
    const time = known ? (Number(pts) * stream.timeBase.num) / stream.timeBase.den : count / (rate || 25);
    first ??= time;
    count++;
    return time - first;
  };
  const show = (frame: Frame): TimedFrame => {
    if (!writer) {
      const stored = { height: frame.height, width: frame.width, quarterTurns: turns };
      const size = uprightSize(stored, shortSide);
      writer = { write: createFrameWriter(av, stored, size, resize), ...size };
    }
    const values = new Uint8Array(frameBytes(writer));
    writer.write(frame, values);
    return { clip: clipOf(values, writer.height, writer.width, rate), seconds: secondsOf(frame) };
  };
  return Object.assign(show, { free: () => writer?.write.free() });
}
