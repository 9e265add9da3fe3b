import { ALL_FORMATS, EncodedPacketSink, Input, type InputVideoTrack } from "mediabunny";
import type { TimePart } from "../clip-index.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { createTimeline, type FrameTimeline } from "../decode/frame-timeline.ts";
import type { PacketEntry } from "../decode/packet-entry.ts";
import type { VideoInfo } from "../decode/video-info.ts";
import { nameOf, openBytes, type VideoSource } from "./video-source.ts";

/** What of a video is wanted. */
export interface OpenVideoOptions {
  /** What to call it in messages; its file's name, or the end of its address, if left out. */
  readonly name?: string;
  /** Seconds of it that are the clip; all of it if left out. */
  readonly part?: TimePart;
  /** Frames per second to resample to; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** Ends what waits for the network. */
  readonly signal?: AbortSignal;
}

/** A video whose frames are numbered, ready to be decoded. */
export interface NumberedVideo {
  readonly name: string;
  readonly info: VideoInfo;
  readonly timeline: FrameTimeline;
  readonly track: InputVideoTrack;
  /** By mediabunny's name. */
  readonly codec: string | null;
  /** Seconds at which the stored frame of a number is shown, as the file says it. */
  secondsOf(number: number): number;
  /** The stored frame that is shown at a time; undefined if none is. */
  numberAt(seconds: number): number | undefined;
  close(): void;
}

/**
 * Open a video, number its frames, and make sure that this browser decodes it.
 *
 * @throws DecodeError if it cannot be fetched, is no video, has no frame, or the browser lacks its codec
 */
export async function numberVideo(source: VideoSource, options: OpenVideoOptions = {}): Promise<NumberedVideo> {
  const { name = nameOf(source), signal } = options;
  const input = new Input({ formats: ALL_FORMATS, source: await openBytes(source, name, signal) });
  try {
    const track = await findTrack(input, name);
    const began = options.part ? await input.getFirstTimestamp() : 0;
    const numbered = await numberFrames(track, name, options, began);
    return { name, track, codec: await track.getCodec(), ...numbered, close: () => input.dispose() };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

async function findTrack(input: Input, name: string): Promise<InputVideoTrack> {
  const isVideo = await input.canRead().catch(() => false); // a file of a few bytes is an error
  if (!isVideo)
    throw new DecodeError(
      "not a video",
      `${name} is not a video that can be read here; choose an MP4, WebM, MOV or MKV file`,
    );
  const track = await input.getPrimaryVideoTrack().catch((cause) => {
    throw damaged(name, cause);
  });
  if (!track && (await input.getTracks()).length === 0)
    throw new DecodeError("truncated", `${name} is cut short or damaged: it lists no pictures; choose another file`);
  if (!track)
    throw new DecodeError("no video stream", `${name} has no pictures, only other tracks; choose another file`);
  if (typeof VideoDecoder === "undefined")
    throw new DecodeError("decoder failed", "this browser has no WebCodecs, which decodes videos; use a newer one");
  if (await track.canDecode()) return track;
  const codec = (await track.getCodec()) ?? "the codec";
  throw new DecodeError(
    "decoder failed",
    `this browser does not decode ${codec} of ${name}; try another browser, or convert the file to H.264 or VP9`,
  );
}

function damaged(name: string, cause: Error): DecodeError {
  return new DecodeError("truncated", `${name} is damaged: ${cause.message}; copy or record it again`, { cause });
}

async function numberFrames(
  track: InputVideoTrack,
  name: string,
  { part, frameRate }: OpenVideoOptions,
  began: number,
): Promise<Omit<NumberedVideo, "name" | "track" | "codec" | "close">> {
  const clock = await track.getTimeResolution();
  const { packets, seconds } = await scanPackets(track, clock).catch((cause) => {
    throw damaged(name, cause);
  });
  const ticks = (time: number) => Math.round(time * clock);
  const span = part && { start: (began + part.start) * clock, end: (began + part.end) * clock };
  const timeline = createTimeline(packets, { frameRate, clock, ...(span && { span }) });
  if (timeline.stored === 0)
    throw new DecodeError(
      part ? "truncated" : "decoder failed",
      `${name} has no frame${part ? ` between ${part.start} and ${part.end} seconds` : ""}; choose another file`,
    );
  const numbers = new Map(Array.from(timeline.times, (time, number) => [time, number]));
  return {
    info: await infoOf(track, timeline, clock),
    timeline,
    secondsOf: (number) => seconds.get(timeline.times[number]!)!,
    numberAt: (time) => numbers.get(ticks(time)),
  };
}

/** Every packet that is shown, in ticks of the track's clock, without its data. */
async function scanPackets(track: InputVideoTrack, clock: number) {
  const packets: PacketEntry[] = [];
  const seconds = new Map<number, number>();
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    if (packet.timestamp + packet.duration <= 0 && packet.timestamp < 0) continue; // a player drops what comes before the start
    const shown = Math.round(packet.timestamp * clock);
    if (seconds.has(shown)) continue;
    packets.push({ shown, decoded: Number.NaN, key: packet.type === "key" });
    seconds.set(shown, packet.timestamp);
  }
  return { packets, seconds };
}

async function infoOf(track: InputVideoTrack, { times, stored }: FrameTimeline, clock: number): Promise<VideoInfo> {
  const shown = times.length > 1 ? (times.at(-1)! - times[0]!) / clock : 0;
  return {
    frames: stored,
    height: await track.getCodedHeight(),
    width: await track.getCodedWidth(),
    frameRate: shown > 0 ? (stored - 1) / shown : 0,
    quarterTurns: ((await track.getRotation()) / 90) as VideoInfo["quarterTurns"],
  };
}
