import { encode } from "jpeg-js";
import type { FilmStrip, Frame } from "./run-report.ts";

const most = 8; // frames in a strip
const side = 112; // longest side of a frame in pixels
const gap = 2; // pixels between frames

/** A picture for an `<img>`. */
export interface EncodedStrip {
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** Put up to 8 frames, spread evenly over the clip, side by side into one JPEG of some 20 kB. */
export function encodeStrip({ frames }: FilmStrip): EncodedStrip | undefined {
  const chosen = spread(frames).map(shrink);
  if (chosen.length === 0) return undefined;
  const height = Math.max(...chosen.map((frame) => frame.height));
  const width = chosen.reduce((sum, frame) => sum + frame.width + gap, -gap);
  const data = new Uint8Array(width * height * 4).fill(128);
  let left = 0;
  for (const frame of chosen) {
    paste(frame, data, width, left);
    left += frame.width + gap;
  }
  const jpeg = encode({ data, width, height }, 85).data;
  const source = `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
  return { source, width, height, frames: chosen.length };
}

function spread(frames: readonly Frame[]): Frame[] {
  if (frames.length <= most) return [...frames];
  return Array.from({ length: most }, (_, at) => frames[Math.round((at * (frames.length - 1)) / (most - 1))]!);
}

function paste({ width, height, rgb }: Frame, target: Uint8Array, targetWidth: number, left: number): void {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * 3;
      target.set(rgb.subarray(from, from + 3), (row * targetWidth + left + column) * 4);
    }
}

/** Average whole blocks of pixels until the longest side fits. */
function shrink(frame: Frame): Frame {
  const block = Math.ceil(Math.max(frame.width, frame.height) / side);
  if (block === 1) return frame;
  const [width, height] = [Math.floor(frame.width / block) || 1, Math.floor(frame.height / block) || 1];
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) {
    const [row, column, channel] = [Math.floor(at / (width * 3)), Math.floor(at / 3) % width, at % 3];
    rgb[at] = averageBlock(frame, row * block, column * block, block, channel);
  }
  return { width, height, rgb };
}

function averageBlock(
  { width, height, rgb }: Frame,
  top: number,
  left: number,
  block: number,
  channel: number,
): number {
  let [sum, pixels] = [0, 0];
  for (let row = top; row < Math.min(top + block, height); row++)
    for (let column = left; column < Math.min(left + block, width); column++) {
      sum += rgb[(row * width + column) * 3 + channel]!;
      pixels++;
    }
  return Math.round(sum / pixels);
}
