import type { Clip } from "./clip.ts";

/**
 * Mirror every frame, left to right.
 *
 * @param clip [frames, height, width, 3]
 */
export function flipClip(clip: Clip): Clip {
  const { values: source, width } = clip;
  const values = new Uint8Array(source.length);
  const length = width * 3;
  for (let start = 0; start < source.length; start += length)
    for (let to = start, from = start + length - 3; from >= start; to += 3, from -= 3) {
      values[to] = source[from]!;
      values[to + 1] = source[from + 1]!;
      values[to + 2] = source[from + 2]!;
    }
  return { ...clip, values };
}
