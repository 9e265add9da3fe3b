/** What to take of a video: `frames` frames, each `stride` frames after the one before. */
export interface Span {
  readonly frames: number;
  readonly stride: number;
}

/**
 * Number of offsets that a training clip may start at; the offset is uniform below it.
 *
 * @param total frames of the video
 * @returns max(total - (frames - 1) * stride, 1)
 * Source: DMVR `sample_sequence` with a random start. One stride less than at test time.
 */
export function trainingOffsets(total: number, { frames, stride }: Span): number {
  return Math.max(total - (frames - 1) * stride, 1);
}

/**
 * Offset of the one clip in the middle of a video.
 *
 * @param total frames of the video
 * @returns max(0, floor((total - frames * stride) / 2))
 * Source: DMVR `sample_linspace_sequence` with one clip; ViViT validation.
 */
export function middleOffset(total: number, { frames, stride }: Span): number {
  return Math.max(0, Math.floor((total - frames * stride) / 2));
}

/**
 * Offsets of several clips, linearly spaced over a video. A single clip is the one in the middle.
 *
 * @param total frames of the video
 * @param count clips
 * @returns `count` offsets from 0 to max(0, total - frames * stride), computed in float32, truncated
 * Source: DMVR `sample_linspace_sequence`; ViViT test views.
 */
export function spacedOffsets(total: number, count: number, span: Span): number[] {
  if (count === 1) return [middleOffset(total, span)];
  const last = Math.max(0, total - span.frames * span.stride);
  const step = Math.fround(last / (count - 1));
  return Array.from({ length: count }, (_, clip) => (clip === count - 1 ? last : Math.trunc(Math.fround(clip * step))));
}

/**
 * Frames of the clip that starts at an offset. Past the end the video starts again, so short videos loop.
 *
 * @param total frames of the video
 * @returns `frames` frame numbers in [0, total)
 * @throws RangeError if the video has no frame
 * Source: DMVR `sample_sequence`: indices modulo the number of frames.
 */
export function frameIndices(total: number, offset: number, { frames, stride }: Span): Int32Array {
  if (!(total > 0)) throw new RangeError(`frameIndices: expected a video of 1 frame or more, got ${total}`);
  return Int32Array.from({ length: frames }, (_, frame) => (offset + frame * stride) % total);
}
