import * as tf from "@tensorflow/tfjs-core";
import { ShapeError, sizes } from "@vivit/nn";

/**
 * Which frames uniform sampling keeps: interior points of a clip, evenly apart.
 *
 * @param frames of the clip
 * @param count to keep; all of them are kept if the clip has no more
 * @returns frame numbers: k · frames / (count + 1) for k = 1 … count, rounded half to even
 * Source: ViViT section 3.2, "uniform frame sampling"; Scenic `temporal_sampling` (numpy rounding, no up-sampling).
 */
export function uniformFrames(frames: number, count: number): number[] {
  if (!Number.isInteger(count) || count < 1)
    throw new ShapeError(`uniformFrames: expected a whole number of frames to keep, 1 or more, got ${count}`);
  if (count >= frames) return Array.from({ length: frames }, (_, frame) => frame);
  const step = frames / (count + 1);
  return Array.from({ length: count }, (_, k) => Math.min(roundHalfToEven((k + 1) * step), frames - 1));
}

/**
 * Keep evenly spaced frames of every clip.
 *
 * @param video [batch, frames, height, width, channels]
 * @returns [batch, count, height, width, channels], or the clip itself if it has no more frames
 */
export function sampleFramesUniformly(video: tf.Tensor5D, count: number): tf.Tensor5D {
  const clip = sizes(video, "batch frames height width channels", "sampleFramesUniformly: video");
  const chosen = uniformFrames(clip.frames, count);
  return tf.tidy(() => {
    // Slices of rank 3: the gradient of a slice is a pad, and WebGPU and WebGL have none above rank 4.
    const flat = tf.reshape(video, [clip.batch, clip.frames, clip.height * clip.width * clip.channels]);
    const kept = chosen.map((frame) => tf.slice(flat, [0, frame, 0], [-1, 1, -1]));
    return tf.reshape(tf.concat(kept, 1), [clip.batch, chosen.length, clip.height, clip.width, clip.channels]);
  });
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
