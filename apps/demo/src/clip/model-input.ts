import { type Corner, centerCorner, cropClip, frameIndices, scaleValues } from "@vivit/datasets";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { type Preprocessing, toRange } from "@vivit/weights";
import type { DecodedVideo } from "./decoded-video.ts";

/** What cutting a window needs of a video. */
export type KeptFrames = Pick<DecodedVideo, "total" | "clip" | "numbers">;

/**
 * One window of a video as the model sees it.
 *
 * @param offset first frame of the window; past the end, the video starts again
 * @param corner of the crop; the middle unless given
 * @returns [1, frames, crop, crop, 3], in the range that the model wants
 */
export function modelInput(
  video: KeptFrames,
  offset: number,
  preprocessing: Preprocessing,
  corner?: Corner,
): HostTensor {
  const { crop, range } = preprocessing;
  const positions = positionsOf(video, frameIndices(video.total, offset, preprocessing));
  const cut = cropClip(video.clip, corner ?? centerCorner(video.clip, crop), crop, positions);
  return toRange(hostTensor(scaleValues(cut.values), [1, cut.frames, crop, crop, 3]), range);
}

/** Where frames of a video lie among those kept. */
export function positionsOf({ numbers }: KeptFrames, frames: Int32Array): Int32Array {
  return frames.map((frame) => nearestKept(numbers, frame));
}

/** Where the last frame at or before a number lies among those kept. */
function nearestKept(numbers: readonly number[], frame: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (numbers[middle]! <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}
