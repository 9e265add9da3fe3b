import { normal } from "@vivit/nn";
import type { Clip } from "../clip.ts";
import type { ErasedBox } from "./augmentation.ts";

/**
 * Replace a box by Gaussian noise around the middle of the range, in place: the same noise in the same box of every frame, so
 * nothing seems to move.
 *
 * Source: Random Erasing (arXiv 1708.04896), section 3; Scenic `video_ops`.
 */
export function eraseBox({ values, frames, height, width }: Clip, { area, aspect, place, noise }: ErasedBox): void {
  const side = Math.sqrt(area * height * width);
  const rows = Math.min(height, Math.max(1, Math.round(side * Math.sqrt(aspect))));
  const columns = Math.min(width, Math.max(1, Math.round(side / Math.sqrt(aspect))));
  const [top, left] = [Math.floor(place[0] * (height - rows + 1)), Math.floor(place[1] * (width - columns + 1))];
  const levels = Uint8Array.from(normal(noise, rows * columns * 3), (value) =>
    Math.min(255, Math.max(0, Math.round(127.5 + 127.5 * value))),
  );
  const length = columns * 3;
  for (let frame = 0; frame < frames; frame++)
    for (let row = 0; row < rows; row++) {
      const start = ((frame * height + top + row) * width + left) * 3;
      values.set(levels.subarray(row * length, (row + 1) * length), start);
    }
}
