import type { FFEncoderCodec } from "node-av/constants";
import type { CodecContext, FormatContext } from "node-av/lib";
import { type Clip, frameBytes } from "../clip.ts";
import type { NodeAv } from "./load-node-av.ts";

/** How to encode. */
export interface EncodeOptions {
  /** Container by FFmpeg's name; MP4 if left out. */
  readonly container?: "mp4" | "webm" | "matroska" | "mov" | "avi";
  /** Encoder by FFmpeg's name; libx264 if left out. */
  readonly encoder?: "libx264" | "libvpx-vp9";
  /** How colors are stored: half the chroma (the default), in 10 bits, or with alpha, which is opaque. */
  readonly pixels?: "yuv420p" | "yuv420p10le" | "yuva420p";
  /** The encoder's own options, such as `crf` (quality) and `preset` (speed). */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Encode a clip into a video file at the clip's frame rate.
 *
 * @param path where to write; its name may end in anything
 * @param clip [frames, height, width, 3], height and width even
 * @throws Error if the file cannot be written or the encoder refuses
 */
export function encodeClip(av: NodeAv, path: string, clip: Clip, options: EncodeOptions = {}): void {
  const { container = "mp4", encoder = "libx264", settings = { preset: "veryfast", crf: "20" } } = options;
  const format = new av.FormatContext();
  check(av, format.allocOutputContext2(null, container, path), path);
  const codec = openEncoder(av, path, clip, { encoder, settings, pixels: options.pixels ?? "yuv420p" });
  try {
    const stream = format.newStream(av.Codec.findEncoderByName(encoder as FFEncoderCodec));
    stream.codecpar.fromContext(codec);
    stream.timeBase = codec.timeBase;
    check(av, format.openOutputSync(), path);
    check(av, format.writeHeaderSync(), path);
    writeFrames(av, path, clip, format, codec);
    check(av, format.writeTrailerSync(), path);
  } finally {
    format.closeOutputSync();
    codec.freeContext();
    format.freeContext();
  }
}

/** Options are set one by one: a dictionary handed to `open2` is freed twice (node-av 6.1.1). */
function openEncoder(
  av: NodeAv,
  path: string,
  clip: Clip,
  { encoder: name, settings, pixels }: Required<Omit<EncodeOptions, "container">>,
): CodecContext {
  const encoder = av.Codec.findEncoderByName(name as FFEncoderCodec);
  if (!encoder) throw new Error(`encodeClip: node-av has no encoder ${name}`);
  const { AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P10LE, AV_PIX_FMT_YUVA420P } = av.constants;
  const formats = { yuv420p: AV_PIX_FMT_YUV420P, yuv420p10le: AV_PIX_FMT_YUV420P10LE, yuva420p: AV_PIX_FMT_YUVA420P };
  const codec = new av.CodecContext();
  codec.allocContext3(encoder);
  Object.assign(codec, { width: clip.width, height: clip.height, pixelFormat: formats[pixels] });
  const rate = Math.round(clip.frameRate * 1000);
  codec.timeBase = new av.Rational(1000, rate);
  codec.framerate = new av.Rational(rate, 1000);
  codec.colorSpace = av.constants.AVCOL_SPC_SMPTE170M; // what the conversion from RGB below produces
  codec.colorRange = av.constants.AVCOL_RANGE_MPEG;
  codec.maxBFrames = 0;
  codec.threadCount = 1;
  codec.setFlags(av.constants.AV_CODEC_FLAG_GLOBAL_HEADER);
  for (const [option, value] of Object.entries(settings)) check(av, codec.setOption(option, value), path);
  check(av, codec.open2Sync(encoder), path);
  return codec;
}

function writeFrames(av: NodeAv, path: string, clip: Clip, format: FormatContext, codec: CodecContext): void {
  const { timeBase } = codec;
  const [packet, picture, scaler] = [new av.Packet(), new av.Frame(), new av.SoftwareScaleContext()];
  packet.alloc();
  scaler.allocContext();
  scaler.setOption("sws_flags", "bilinear+accurate_rnd");
  const drain = () => {
    while (codec.receivePacketSync(packet) >= 0) {
      Object.assign(packet, { streamIndex: 0, duration: 1n }); // without a duration the last frame is cut
      packet.rescaleTs(timeBase, format.streams[0]!.timeBase);
      check(av, format.interleavedWriteFrameSync(packet), path);
    }
  };
  for (let frame = 0; frame < clip.frames; frame++) {
    fillPicture(av, path, picture, clip, frame, scaler, codec);
    check(av, codec.sendFrameSync(picture), path);
    picture.unref();
    drain();
  }
  codec.sendFrameSync(null);
  drain();
  packet.free();
  picture.free();
  scaler.freeContext();
}

function fillPicture(
  av: NodeAv,
  path: string,
  picture: InstanceType<NodeAv["Frame"]>,
  clip: Clip,
  frame: number,
  scaler: InstanceType<NodeAv["SoftwareScaleContext"]>,
  codec: CodecContext,
): void {
  const size = { width: clip.width, height: clip.height };
  const bytes = frameBytes(clip);
  const rgb = av.Frame.fromVideoBuffer(Buffer.from(clip.values.subarray(frame * bytes, (frame + 1) * bytes)), {
    ...size,
    format: av.constants.AV_PIX_FMT_RGB24,
  });
  picture.alloc();
  Object.assign(picture, {
    ...size,
    format: codec.pixelFormat,
    colorSpace: codec.colorSpace,
    colorRange: codec.colorRange,
  });
  check(av, picture.getBuffer(0), path);
  check(av, scaler.scaleFrameSync(picture, rgb), path);
  picture.pts = BigInt(frame);
  rgb.free();
}

function check(av: NodeAv, code: number, path: string): void {
  if (code < 0) throw new Error(`encodeClip: ${path}: ${av.FFmpegError.strerror(code)}`);
}
