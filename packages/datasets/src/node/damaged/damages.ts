import { type RandomKey, uniform } from "@vivit/nn";
import type { DecodeReason } from "../../decode/decode-error.ts";
import { findBox, indexFirst, type Mp4Box, sampleTables } from "./mp4-boxes.ts";
import { silence } from "./silence.ts";

/** A way in which a video file breaks. */
export interface Damage {
  readonly name: string;
  /** What a check is to say of it. */
  readonly reason: DecodeReason;
  /** @param file a sound MP4 */
  readonly apply: (file: Buffer, key: RandomKey) => Buffer;
}

/** Ten ways in which files of video data sets are found broken. */
export const damages: readonly Damage[] = [
  { name: "empty", reason: "empty file", apply: () => Buffer.alloc(0) },
  { name: "web page", reason: "not a video", apply: () => Buffer.from(webPage) },
  { name: "start overwritten", reason: "not a video", apply: (file, key) => overwrite(file, 0, file.length / 2, key) },
  { name: "sound only", reason: "no video stream", apply: () => silence(1) },
  { name: "index not written", reason: "truncated", apply: (file) => file.subarray(0, findBox(file, ["moov"]).start) },
  {
    name: "download cut short",
    reason: "truncated",
    apply: (file) => ((whole) => whole.subarray(0, pictureByte(whole, 0.3)))(indexFirst(file)),
  },
  { name: "more frames promised than stored", reason: "truncated", apply: promiseMore },
  {
    name: "zeros in the middle",
    reason: "damaged frames",
    apply: (file) => Buffer.from(file).fill(0, pictureByte(file, 0.3), pictureByte(file, 0.8)),
  },
  {
    name: "pictures overwritten",
    reason: "damaged frames",
    apply: (file, key) => overwrite(file, pictureByte(file, 0.4), pictureByte(file, 0.7), key),
  },
  { name: "decoder settings lost", reason: "decoder failed", apply: loseSettings },
];

/** What a server answers instead of a video that is gone. */
const webPage = "<!DOCTYPE html>\n<html><head><title>Video unavailable</title></head><body>Gone.</body></html>\n";

/** The byte at a share of the pictures. */
function pictureByte(file: Buffer, share: number): number {
  const { content, end } = findBox(file, ["mdat"]);
  return Math.floor(content + share * (Math.min(end, file.length) - content));
}

function overwrite(file: Buffer, start: number, end: number, key: RandomKey): Buffer {
  const noise = uniform(key, Math.floor(end) - start);
  return Buffer.from(
    file.map((byte, at) => (at < start || at >= start + noise.length ? byte : noise[at - start]! * 256)),
  );
}

/** Four times as many frames in the table of times, whose first entry counts all frames of a steady rate. */
function promiseMore(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const { content } = findBox(changed, [...sampleTables, "stts"]);
  changed.writeUInt32BE(changed.readUInt32BE(content + 8) * 4, content + 8);
  return changed;
}

/** The parameter sets of H.264 in the description of the stream become zeros. */
function loseSettings(file: Buffer): Buffer {
  const description: Mp4Box = findBox(file, [...sampleTables, "stsd"]);
  const settings = file.indexOf("avcC", description.start, "latin1");
  if (settings < 0) throw new Error("loseSettings: expected H.264 in MP4, found no avcC");
  return Buffer.from(file).fill(0, settings + 4, settings - 4 + file.readUInt32BE(settings - 4));
}
