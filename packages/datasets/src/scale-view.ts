import { type Clip, frameBytes } from "./clip.ts";
import type { PlacedView } from "./clip-view.ts";
import { scaledColors, scaleValues } from "./scale-values.ts";

/**
 * Cut a placed view out of a clip and scale it to [-1, 1] in one pass, without memory in between.
 *
 * @param clip [frames, height, width, 3] in [0, 255]; frame numbers past its end start over
 * @param view its crop lies within the clip
 * @param crop pixels
 * @param target [frames, crop, crop, 3], written
 */
export function scaleView(clip: Clip, { indices, corner, flip }: PlacedView, crop: number, target: Float32Array): void {
  const { values, width, frames } = clip;
  const bytes = frameBytes(clip);
  const whole = !flip && corner.top === 0 && corner.left === 0 && width === crop && clip.height === crop;
  if (whole && indices.every((frame, place) => frame === place) && indices.length <= frames) {
    scaleValues(values.subarray(0, indices.length * bytes), target);
    return;
  }
  const step = flip ? -3 : 3;
  let to = 0;
  for (let frame = 0; frame < indices.length; frame++) {
    const start = (indices[frame]! % frames) * bytes;
    for (let row = corner.top; row < corner.top + crop; row++) {
      let from = start + (row * width + corner.left + (flip ? crop - 1 : 0)) * 3;
      for (let column = 0; column < crop; column++, from += step, to += 3) {
        target[to] = scaledColors[values[from]!]!;
        target[to + 1] = scaledColors[values[from + 1]!]!;
        target[to + 2] = scaledColors[values[from + 2]!]!;
      }
    }
  }
}
