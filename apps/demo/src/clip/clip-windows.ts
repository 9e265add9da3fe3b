import { frameIndices, spacedOffsets } from "@vivit/datasets";
import type { Preprocessing } from "@vivit/weights";

/** The most windows that a video is cut into; longer ones leave gaps. */
const mostWindows = 64;

/** The most frames of a video that are kept whole, so that windows may begin anywhere. */
const mostFrames = 512;

/**
 * First frames of the windows that a model sees of a video.
 *
 * A video no longer than two windows gets the views that `vivit predict` takes, so that both say the same; a longer one gets
 * windows that overlap by half.
 *
 * @param total frames of the video
 */
export function windowOffsets(total: number, { frames, stride, temporalViews }: Preprocessing): number[] {
  const span = frames * stride;
  const overlapping = Math.ceil((total - span) / (span / 2)) + 1;
  const count = total <= 2 * span ? temporalViews : Math.min(Math.max(overlapping, temporalViews), mostWindows);
  return spacedOffsets(total, count, { frames, stride });
}

/** Frames to keep of a video: all of a short one, those of its windows of a long one. */
export function framesToKeep(total: number, preprocessing: Preprocessing): Iterable<number> {
  if (total <= mostFrames) return Array(total).keys();
  return windowOffsets(total, preprocessing).flatMap((offset) => [...frameIndices(total, offset, preprocessing)]);
}
