import type { PacketEntry } from "./packet-entry.ts";

/** The frames of a video, numbered in the order in which they are shown. */
export interface FrameTimeline {
  /** Frames that there should be, at the frame rate asked for. */
  readonly frames: number;
  /** Stored frames that there should be. */
  readonly promised: number;
  /** When each stored frame is shown, ascending, in ticks; empty where the file does not say: then they are counted. */
  readonly times: Float64Array;
  /** For each stored frame: the number of the packet, a key frame, from which it can be decoded. */
  readonly keys: Int32Array;
  /** Stored frames that there are. */
  readonly stored: number;
  /** The stored frame that stands for a frame. */
  source(frame: number): number;
}

/** How frames are numbered. */
export interface TimelineOptions {
  /** Frames that the container promises; as many as it has packets if left out. */
  readonly promised?: number;
  /** Only frames shown from `start` up to, not with, `end`; in ticks. */
  readonly span?: { readonly start: number; readonly end: number };
  /** Frames per second to resample to; 0 or left out: every stored frame is one. */
  readonly frameRate?: number;
  /** Ticks in a second. */
  readonly clock: number;
}

/**
 * Number the frames of a video from its packets.
 *
 * At a frame rate of its own, frame n is the stored frame shown at n / rate seconds after the first, with times rounded to
 * the nearest frame, as FFmpeg's filter `fps` does.
 *
 * @param packets in the order in which they are decoded
 */
export function createTimeline(packets: readonly PacketEntry[], options: TimelineOptions): FrameTimeline {
  const { span, frameRate = 0, clock } = options;
  const timed = hasTimes(packets);
  const order = packets.map((_, number) => number);
  if (timed) order.sort((a, b) => packets[a]!.shown - packets[b]!.shown);
  const inside = order.filter(
    (number) => !(span && timed) || (packets[number]!.shown >= span.start && packets[number]!.shown < span.end),
  );
  const times = timed ? Float64Array.from(inside, (number) => packets[number]!.shown) : new Float64Array();
  const keys = timed ? keyPackets(packets, inside) : new Int32Array(inside.length);
  const stored = inside.length;
  const promised = span ? stored : Math.max(options.promised ?? 0, stored);
  if (!(frameRate > 0) || !timed || stored === 0)
    return { frames: promised, promised, times, keys, stored, source: (frame) => frame % Math.max(stored, 1) };
  const shown = resample(times, lastTime(times, packets), frameRate / clock);
  const frames = Math.max(1, Math.round((shown.length * promised) / stored));
  return { frames, promised, times, keys, stored, source: (frame) => shown[frame % shown.length]! };
}

/** Whether every packet says when it is shown, no two at once. */
function hasTimes(packets: readonly PacketEntry[]): boolean {
  const times = new Set(packets.map(({ shown }) => shown));
  return times.size === packets.length && !times.has(Number.NaN);
}

/** A frame shown before its key frame needs the group before that, whose end it belongs to. */
function keyPackets(packets: readonly PacketEntry[], frames: readonly number[]): Int32Array {
  const before = new Int32Array(packets.length); // number of the last key frame up to each packet
  let [key, previous] = [0, 0];
  for (const [number, packet] of packets.entries()) {
    if (packet.key) [previous, key] = [key, number];
    before[number] = packet.shown < packets[key]!.shown ? previous : key;
  }
  return Int32Array.from(frames, (number) => before[number]!);
}

/** When the last frame ends: it is shown as long as the one before it. */
function lastTime(times: Float64Array, packets: readonly PacketEntry[]): number {
  const last = times.at(-1)!;
  const next = Math.min(...packets.filter(({ shown }) => shown > last).map(({ shown }) => shown));
  if (Number.isFinite(next)) return next;
  return times.length > 1 ? 2 * last - times.at(-2)! : last + 1;
}

/** For each frame at a rate (frames a tick): the last stored frame that has begun by then. */
function resample(times: Float64Array, end: number, rate: number): Int32Array {
  const first = times[0]!;
  const begins = (time: number) => Math.round((time - first) * rate);
  const frames = Math.max(1, begins(end));
  const shown = new Int32Array(frames);
  let stored = 0;
  for (let frame = 0; frame < frames; frame++) {
    while (stored + 1 < times.length && begins(times[stored + 1]!) <= frame) stored++;
    shown[frame] = stored;
  }
  return shown;
}
