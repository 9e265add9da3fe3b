import { type HostTensor, ShapeError } from "@vivit/nn";
import type { FilmStrip, Frame } from "./run-report.ts";

/** Frames in a strip, and the least side of one, in pixels. */
const [mostFrames, leastSide] = [16, 64];

/** Color of what counts most. */
const glow = [255, 140, 0] as const;

/**
 * Draw over the frames of a clip how much each of its tubelets counts: what counts glows, the rest is dimmed.
 *
 * @param video [1, frames, height, width, 3] in [-1, 1]
 * @param shares [1, steps, rows, columns], 0 or more; frames and sizes are whole multiples of them
 */
export function drawAttention(video: HostTensor, shares: HostTensor): FilmStrip {
  const [, frames = 0, height = 0, width = 0] = video.shape;
  const [, steps = 0, rows = 0, columns = 0] = shares.shape;
  if (frames % steps !== 0 || height % rows !== 0 || width % columns !== 0)
    throw new ShapeError(
      `drawAttention: expected shares that divide [${frames}, ${height}, ${width}], got [${steps}, ${rows}, ${columns}]`,
    );
  let most = Number.MIN_VALUE;
  for (const value of shares.values) most = Math.max(most, value);
  const skip = Math.ceil(frames / mostFrames);
  const zoom = Math.ceil(leastSide / Math.max(height, width));
  const share = (frame: number, y: number, x: number) => {
    const step = Math.floor((frame * steps) / frames);
    return (
      blend(shares.values, step * rows * columns, [rows, columns], (y * rows) / height, (x * columns) / width) / most
    );
  };
  const draw = (frame: number): Frame => {
    const rgb = new Uint8Array(height * zoom * width * zoom * 3);
    for (let at = 0; at < rgb.length; at++) {
      const [pixel, channel] = [Math.floor(at / 3), at % 3];
      const [y, x] = [Math.floor(pixel / (width * zoom)) / zoom, (pixel % (width * zoom)) / zoom];
      const from = ((frame * height + Math.floor(y)) * width + Math.floor(x)) * 3 + channel;
      const light = (video.values[from]! + 1) * 127.5;
      const weight = share(frame, y, x);
      rgb[at] = Math.round((0.35 + 0.65 * weight) * light * (1 - 0.45 * weight) + 0.45 * weight * glow[channel]!);
    }
    return { width: width * zoom, height: height * zoom, rgb };
  };
  return { frames: Array.from({ length: Math.ceil(frames / skip) }, (_, at) => draw(at * skip)) };
}

/** A value between the centers of a grid's cells, weighted by nearness. */
function blend(
  values: HostTensor["values"],
  begin: number,
  [rows, columns]: readonly [number, number],
  row: number,
  column: number,
): number {
  const [y, x] = [clamp(row - 0.5, rows), clamp(column - 0.5, columns)];
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const at = (r: number, c: number) => values[begin + Math.min(r, rows - 1) * columns + Math.min(c, columns - 1)]!;
  const [down, right] = [y - top, x - left];
  const upper = at(top, left) * (1 - right) + at(top, left + 1) * right;
  const lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
  return upper * (1 - down) + lower * down;
}

function clamp(place: number, size: number): number {
  return Math.min(Math.max(place, 0), size - 1);
}
