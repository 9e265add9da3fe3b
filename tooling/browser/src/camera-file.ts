import { writeFileSync } from "node:fs";
import type { Clip } from "@vivit/datasets";

/**
 * Write a clip as the file that Chromium takes for its pretended camera, which plays it again and again.
 *
 * @param path ends in .y4m
 * @param clip height and width even
 * Source: the YUV4MPEG2 format; ITU-R BT.601, limited range.
 */
export function writeCameraFile(path: string, clip: Clip): void {
  const { frames, height, width, frameRate, values } = clip;
  const header = `YUV4MPEG2 W${width} H${height} F${Math.round(frameRate)}:1 Ip A1:1 C420\n`;
  const parts: Uint8Array[] = [Buffer.from(header)];
  for (let frame = 0; frame < frames; frame++) {
    const bytes = height * width * 3;
    const rgb = values.subarray(frame * bytes, (frame + 1) * bytes) as Uint8Array;
    parts.push(Buffer.from("FRAME\n"), ...planesOf(rgb, height, width));
  }
  writeFileSync(path, Buffer.concat(parts));
}

/** Luma at every pixel; blue and red differences at one of each four. */
function planesOf(rgb: Uint8Array, height: number, width: number): Uint8Array[] {
  const luma = new Uint8Array(height * width);
  const [blue, red] = [new Uint8Array((height * width) / 4), new Uint8Array((height * width) / 4)];
  for (let at = 0; at < luma.length; at++) {
    const [r, g, b] = [rgb[3 * at]! / 255, rgb[3 * at + 1]! / 255, rgb[3 * at + 2]! / 255];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    luma[at] = Math.round(16 + 219 * y);
    const [row, column] = [Math.floor(at / width), at % width];
    if (row % 2 !== 0 || column % 2 !== 0) continue;
    const place = (row / 2) * (width / 2) + column / 2;
    blue[place] = Math.round(128 + 224 * ((b - y) / 1.772));
    red[place] = Math.round(128 + 224 * ((r - y) / 1.402));
  }
  return [luma, blue, red];
}
