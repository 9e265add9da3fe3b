import { foldIn, type RandomKey, randomBits, randomKey, uniform } from "@vivit/nn";
import { type Clip, clipOf } from "../clip.ts";
import { type MotionLevel, motionClasses, motionFrameRate, motionFrames } from "./motion-classes.ts";
import { motionPath, type Pose, period } from "./motion-path.ts";
import { motionScene, type Scene } from "./motion-scene.ts";
import { randomTexture, type Texture } from "./texture.ts";

/** Which clip of `motions` to draw. */
export interface MotionSpec {
  readonly seed: number;
  readonly split: string;
  /** Number of the clip within its split; its class is this number modulo ten. */
  readonly index: number;
  readonly level: MotionLevel;
  /** Height and width in pixels; 64 if left out. */
  readonly size?: number;
  /** 50 if left out: two seconds. */
  readonly frames?: number;
}

/**
 * Draw one clip of the `motions` data set: a shape that does one of ten things.
 *
 * Depends on its arguments alone. Class `index` modulo 10 of `motionClasses`; every class has the same distribution of
 * shapes, colors, places, sizes and angles in each single frame.
 *
 * @returns [frames, size, size, 3] at 25 frames a second
 */
export function drawMotion({ seed, split, index, level, size = 64, frames = motionFrames }: MotionSpec): Clip {
  const key = foldIn(foldIn(randomKey(seed), split), index);
  const pose = motionPath(motionClasses[index % motionClasses.length]!, foldIn(key, "motion"));
  const painter = createPainter(foldIn(key, "scene"), level, size);
  const values = new Uint8Array(frames * size * size * 3);
  for (let frame = 0; frame < frames; frame++) painter(pose(frame), frame, values.subarray(frame * size * size * 3));
  return clipOf(values, size, size, motionFrameRate);
}

/** A function that paints one frame [size, size, 3]. */
function createPainter(key: RandomKey, level: MotionLevel, size: number) {
  const scene = motionScene(key);
  const textures = level === "hard" ? drawTextures(foldIn(key, "textures")) : undefined;
  const noise = createNoise(randomBits(foldIn(key, "noise"), 1)[0]!, level === "hard" ? 10 : 5);
  const canvas = new Float32Array(size * size * 3);
  return (pose: Pose, frame: number, target: Uint8Array) => {
    paintGround(canvas, size, scene, frame, textures);
    for (const copy of visibleCopies(pose)) paintShape(canvas, size, scene, copy, textures);
    for (let pixel = 0; pixel < size * size; pixel++) {
      const grain = noise() + 0.5;
      for (let at = pixel * 3; at < pixel * 3 + 3; at++) target[at] = Math.max(0, Math.min(255, canvas[at]! + grain));
    }
  };
}

interface Textures {
  readonly ground: Texture;
  readonly shape: Texture;
  /** Sides a frame that the background moves. */
  readonly driftX: number;
  readonly driftY: number;
}

function drawTextures(key: RandomKey): Textures {
  const [driftX, driftY] = uniform(foldIn(key, "drift"), 2) as unknown as [number, number];
  return {
    ground: randomTexture(foldIn(key, "ground"), 4),
    shape: randomTexture(foldIn(key, "shape"), 4),
    driftX: (driftX - 0.5) * 0.03,
    driftY: (driftY - 0.5) * 0.03,
  };
}

/** Levels that a full swing of a texture adds to a color. */
const textureStrength = 70;

function paintGround(canvas: Float32Array, size: number, scene: Scene, frame: number, textures?: Textures): void {
  const { x: towardsX, y: towardsY, drift } = scene.gradation;
  const [from, to] = scene.ground;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      const share = Math.min(1, Math.max(0, 0.5 + 0.7 * ((x - 0.5) * towardsX + (y - 0.5) * towardsY) + drift * frame));
      const extra = textures
        ? textureStrength * textures.ground(x - textures.driftX * frame, y - textures.driftY * frame)
        : 0;
      const at = (row * size + column) * 3;
      for (let channel = 0; channel < 3; channel++)
        canvas[at + channel] = from[channel]! + (to[channel]! - from[channel]!) * share + extra;
    }
  }
}

/** The shape and its repetitions that touch the frame. */
function visibleCopies({ x, y, radius, angle }: Pose): Pose[] {
  const places = (at: number) => {
    const first = at - Math.floor((at + radius) / period) * period; // the first whose far edge is inside
    return [first, first + period, first + 2 * period].filter((place) => place - radius < 1);
  };
  return places(x).flatMap((left) => places(y).map((top) => ({ x: left, y: top, radius, angle })));
}

/** Blend a shape into the canvas, its edges and its dividing line smoothed over one pixel. */
function paintShape(
  canvas: Float32Array,
  size: number,
  scene: Scene,
  { x, y, radius, angle }: Pose,
  textures?: Textures,
): void {
  const [cosine, sine] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const sharpness = radius * size; // pixels in a unit of the shape
  const first = (center: number) => Math.max(0, Math.floor((center - radius) * size));
  const last = (center: number) => Math.min(size - 1, Math.ceil((center + radius) * size));
  for (let row = first(y); row <= last(y); row++) {
    for (let column = first(x); column <= last(x); column++) {
      const [dx, dy] = [(column + 0.5) / size - x, (row + 0.5) / size - y];
      const [across, down] = [dx * cosine + dy * sine, dy * cosine - dx * sine];
      const cover = unit(0.5 - scene.shape(across, down) * sharpness);
      if (cover === 0) continue;
      const side = unit(0.5 + across * sharpness);
      const extra = textures ? textureStrength * textures.shape(across / 2, down / 2) : 0;
      for (let channel = 0; channel < 3; channel++) {
        const at = (row * size + column) * 3 + channel;
        const tone = scene.tones[0][channel]! * side + scene.tones[1][channel]! * (1 - side) + extra;
        canvas[at]! += (tone - canvas[at]!) * cover;
      }
    }
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

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
