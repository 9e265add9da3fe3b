import type { FormatContext, Stream } from "node-av/lib";
import type { PacketEntry } from "../decode/packet-entry.ts";
import type { NodeAv } from "./load-node-av.ts";

/** Seconds of a stream, from the time at which it starts. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Read the packets of a stream without decoding them: of a whole file, or of a span of time from the key frame before it.
 *
 * @returns in the order in which they are decoded, without those that a player drops, and how many these are
 */
export function scanPackets(
  av: NodeAv,
  format: FormatContext,
  stream: Stream,
  span?: TimeSpan,
): { packets: PacketEntry[]; dropped: number } {
  const { AV_PKT_FLAG_DISCARD, AV_PKT_FLAG_CORRUPT, AVSEEK_FLAG_BACKWARD } = av.constants;
  const ticks = (seconds: number) => streamTicks(format, stream, seconds);
  if (span && span.start > 0)
    format.seekFrameSync(stream.index, BigInt(Math.max(0, Math.floor(ticks(span.start)))), AVSEEK_FLAG_BACKWARD);
  const end = span ? ticks(span.end) : Number.POSITIVE_INFINITY;
  const packet = new av.Packet();
  packet.alloc();
  const packets: PacketEntry[] = [];
  let dropped = 0;
  try {
    for (; format.readFrameSync(packet) >= 0; packet.unref()) {
      if (packet.streamIndex !== stream.index) continue;
      if ((packet.flags & AV_PKT_FLAG_DISCARD) !== 0) dropped++;
      if ((packet.flags & (AV_PKT_FLAG_DISCARD | AV_PKT_FLAG_CORRUPT)) !== 0) continue; // corrupt: cut off in the middle
      const [shown, decoded] = [time(packet.pts), time(packet.dts)];
      if (decoded >= end) break;
      packets.push({ shown, decoded, key: packet.isKeyframe });
    }
    return { packets, dropped };
  } finally {
    packet.free();
  }
}

/** Seconds from where a file starts, on the clock of a stream. */
export function streamTicks(format: FormatContext, stream: Stream, seconds: number): number {
  const { num, den } = stream.timeBase;
  const began = format.startTime === noTime ? 0 : Number(format.startTime) / 1e6;
  return ((began + seconds) * den) / num;
}

/** A time of FFmpeg as a number. */
export function time(ticks: bigint): number {
  return ticks === noTime ? Number.NaN : Number(ticks);
}

/** AV_NOPTS_VALUE */
const noTime = -(2n ** 63n);
