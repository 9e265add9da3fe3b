import { foldIn, randomBits, randomKey } from "@vivit/nn";
import { type Clip, clipOf } from "../clip.ts";
import { type MotionLevel, motionClasses, motionFrameRate, motionFrames, type UnseenMotion } from "./motion-classes.ts";
import { motionPath, visibleCopies } from "./motion-path.ts";
import { motionScene } from "./motion-scene.ts";
import { createGroundPainter } from "./paint-ground.ts";
import { paintShape } from "./paint-shape.ts";

/** Which clip of `motions` to draw. */
export interface MotionSpec {
  readonly seed: number;
  readonly split: string;
  /** Number of the clip within its split; its class is this number modulo ten. */
  readonly index: number;
  readonly level: MotionLevel;
  /** A motion outside of the ten in place of that of the number. */
  readonly unseen?: UnseenMotion;
  /** Height and width in pixels; 64 if left out. */
  readonly size?: number;
  /** 50 if left out: two seconds. */
  readonly frames?: number;
}

/**
 * Draw one clip of the `motions` data set: a shape that does one of ten things.
 *
 * Depends on its arguments alone. Its class is number `index` modulo 10 of `motionClasses`; every class has the same
 * distribution of shapes, colors, places, sizes and angles in each single frame.
 *
 * @returns [frames, size, size, 3] at 25 frames a second
 */
export function drawMotion({ seed, split, index, level, unseen, size = 64, frames = motionFrames }: MotionSpec): Clip {
  const key = foldIn(foldIn(randomKey(seed), split), index);
  const poseAt = motionPath(unseen ?? motionClasses[index % motionClasses.length]!, foldIn(key, "motion"));
  const scene = motionScene(foldIn(key, "scene"), level);
  const paintGround = createGroundPainter(scene, size);
  const noise = createNoise(randomBits(foldIn(key, "noise"), 1)[0]!, scene.noise);
  const canvas = new Float32Array(size * size * 3);
  const values = new Uint8Array(frames * canvas.length);
  for (let frame = 0; frame < frames; frame++) {
    paintGround(canvas, frame);
    for (const pose of visibleCopies(poseAt(frame))) paintShape(canvas, size, scene, pose);
    develop(canvas, noise, values.subarray(frame * canvas.length));
  }
  return clipOf(values, size, size, motionFrameRate);
}

/** Add noise, the same to all three channels of a pixel, and round to whole levels. */
function develop(canvas: Float32Array, noise: () => number, target: Uint8Array): void {
  for (let at = 0; at < canvas.length; at += 3) {
    const grain = noise() + 0.5;
    for (let channel = at; channel < at + 3; channel++)
      target[channel] = Math.max(0, Math.min(255, canvas[channel]! + grain));
  }
}

/** Triangular noise of the given reach from a 32-bit xorshift: fast, and only ever noise. */
function createNoise(seed: number, reach: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (((state & 0xffff) + (state >>> 16)) / 65536 - 1) * reach;
  };
}
