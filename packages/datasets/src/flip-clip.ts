import type { Clip } from "./clip.ts";

/**
 * Mirror every frame, left to right.
 *
 * @param clip [frames, height, width, 3]
 */
export function flipClip(clip: Clip): Clip {
  const values = new Uint8Array(clip.values.length);
  for (let row = 0; row < clip.frames * clip.height; row++) {
    const start = row * clip.width * 3;
    for (let x = 0; x < clip.width; x++) {
      const from = start + (clip.width - 1 - x) * 3;
      values.set(clip.values.subarray(from, from + 3), start + x * 3);
    }
  }
  return { ...clip, values };
}
