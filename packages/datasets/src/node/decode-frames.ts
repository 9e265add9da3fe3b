import type { Frame, Packet } from "node-av/lib";
import type { FrameTimeline } from "../decode/frame-timeline.ts";
import type { PacketEntry } from "../decode/packet-entry.ts";
import type { NodeAv } from "./load-node-av.ts";
import type { OpenVideo } from "./open-video.ts";
import { time } from "./scan-packets.ts";

/** The file does not go to where a key frame is: it has to be read from its start. */
export class SeekError extends Error {}

/** What to decode. */
export interface FrameSelection {
  readonly packets: readonly PacketEntry[];
  readonly timeline: FrameTimeline;
  /** Numbers of stored frames, ascending, without repetition. */
  readonly wanted: readonly number[];
  /** Go to key frames, and pass over frames that neither are wanted nor help to decode others. */
  readonly sparing: boolean;
}

/**
 * Decode frames and hand each that is wanted to `take`, in ascending order.
 *
 * A wanted frame that is damaged or does not arrive is missing, unless not `sparing`: then the sound frame before it in its
 * group of pictures, else the next one, is taken in its place.
 *
 * @returns how many wanted frames were sound
 * @throws SeekError if `sparing` and the file cannot be sought
 */
export function decodeFrames(
  av: NodeAv,
  video: OpenVideo,
  selection: FrameSelection,
  take: (frame: Frame, number: number) => void,
): number {
  const { timeline, wanted, sparing } = selection;
  const numbers = new Map(Array.from(timeline.times, (shown, number) => [shown, number]));
  const sink = createSink(av, wanted, sparing, take);
  let arrived = 0;
  const hear = (frame: Frame) => {
    const number = numbers.size > 0 ? numbers.get(time(frame.bestEffortTimestamp)) : arrived++;
    if (number !== undefined && !isDamaged(frame)) sink.offer(frame, number);
    return sink.done();
  };
  try {
    for (const section of sections(selection)) feedSection(av, video, selection, section, hear);
    return sink.finish();
  } finally {
    sink.free();
  }
}

/** Packets from a key frame on, up to the last wanted frame before the next section. */
interface Section {
  readonly key: number;
  readonly wanted: ReadonlySet<number>;
}

/** Wanted frames by the key frame that they begin at; one section from the start where the file has no times. */
function sections({ timeline, wanted, sparing }: FrameSelection): Section[] {
  if (!sparing || timeline.times.length === 0) return [{ key: 0, wanted: new Set(wanted) }];
  const groups = new Map<number, Set<number>>();
  for (const number of wanted) {
    const key = timeline.keys[number]!;
    groups.set(key, (groups.get(key) ?? new Set()).add(number));
  }
  return [...groups].map(([key, numbers]) => ({ key, wanted: numbers }));
}

function feedSection(
  av: NodeAv,
  { format, stream, codec }: OpenVideo,
  { packets, timeline, sparing }: FrameSelection,
  { key, wanted }: Section,
  hear: (frame: Frame) => boolean,
): void {
  const start = packets[key]!;
  if (sparing) goTo(av, format, stream.index, start);
  codec.flushBuffers();
  const times = new Set(Array.from(wanted, (number) => timeline.times[number]));
  const [packet, frame, skip] = [new av.Packet(), new av.Frame(), createSkip(codec)];
  packet.alloc();
  frame.alloc();
  const more = (frame: Frame) => {
    times.delete(time(frame.bestEffortTimestamp));
    return !hear(frame) && (times.size > 0 || !sparing);
  };
  try {
    let begun = !sparing;
    for (; format.readFrameSync(packet) >= 0; packet.unref()) {
      if (packet.streamIndex !== stream.index) continue;
      begun ||= isStart(packet, start);
      if (!begun) continue;
      if (sparing) skip(!times.has(time(packet.pts)));
      codec.sendPacketSync(packet);
      if (!drain(codec, frame, more)) return;
    }
    if (!begun) throw new SeekError();
    codec.sendPacketSync(null);
    drain(codec, frame, more);
  } finally {
    skip(false);
    packet.free();
    frame.free();
  }
}

function goTo(av: NodeAv, format: OpenVideo["format"], stream: number, { decoded, shown }: PacketEntry): void {
  const goal = BigInt(Number.isFinite(decoded) ? decoded : shown);
  if (format.seekFrameSync(stream, goal, av.constants.AVSEEK_FLAG_BACKWARD) < 0) throw new SeekError();
}

/** Take what the decoder has ready; false once no more is wanted. */
function drain(codec: OpenVideo["codec"], frame: Frame, more: (frame: Frame) => boolean): boolean {
  for (; codec.receiveFrameSync(frame) >= 0; frame.unref()) if (!more(frame)) return false;
  return true;
}

/** Whether a packet is the key frame to begin with; past it, the file was not sought to where it should. */
function isStart(packet: Packet, start: PacketEntry): boolean {
  if (time(packet.pts) === start.shown) return true;
  if (time(packet.dts) > start.decoded) throw new SeekError();
  return false;
}

/** Sets whether the decoder leaves out frames that no other frame refers to. */
function createSkip(codec: OpenVideo["codec"]): (on: boolean) => void {
  let set = false;
  return (on) => {
    if (on !== set) codec.setOption("skip_frame", on ? "noref" : "default");
    set = on;
  };
}

function isDamaged(frame: Frame): boolean {
  return frame.decodeErrorFlags !== 0;
}

/** Passes wanted frames on, and where nothing is spared, others in place of those that are missing. */
function createSink(
  av: NodeAv,
  wanted: readonly number[],
  sparing: boolean,
  take: (frame: Frame, number: number) => void,
) {
  const last = new av.Frame();
  last.alloc();
  let [next, sound, seen] = [0, 0, false];
  const keep = (frame: Frame) => {
    last.unref();
    last.ref(frame);
    seen = true;
  };
  return {
    offer(frame: Frame, number: number): void {
      for (; next < wanted.length && wanted[next]! < number; next++)
        if (!sparing) take(seen ? last : frame, wanted[next]!);
      if (wanted[next] === number) {
        take(frame, number);
        sound++;
        next++;
      }
      if (!sparing) keep(frame);
    },
    done: () => next >= wanted.length,
    finish(): number {
      for (; next < wanted.length && seen; next++) take(last, wanted[next]!);
      return sound;
    },
    free: () => last.free(),
  };
}
