import { type Clip, clipOf } from "@vivit/datasets";
import { foldIn, normal, type RandomKey, uniform } from "@vivit/nn";

/** Sizes of the clips that loaders are timed on: those of Kinetics as it is mostly kept. */
export const sceneSize = { frames: 250, height: 256, width: 340, frameRate: 25 } as const;

/**
 * Ten seconds that cost a codec about what a hand-held shot does: a camera that pans and sways over a rough ground, four
 * things that move across it, and the grain of a sensor.
 */
export function drawScene(key: RandomKey): Clip {
  const { frames, height, width, frameRate } = sceneSize;
  const ground = drawTexture(foldIn(key, "ground"), height + 120, width + 120);
  const things = [0, 1, 2, 3].map((number) => drawTexture(foldIn(foldIn(key, "thing"), number), 70, 60));
  const paths = things.map((_, number) => drawPath(foldIn(foldIn(key, "path"), number)));
  const camera = drawPath(foldIn(key, "camera"));
  const grain = Int8Array.from(normal(foldIn(key, "grain"), 2 ** 17), (value) => Math.round(4 * value));
  const values = new Uint8ClampedArray(frames * height * width * 3);
  for (let frame = 0; frame < frames; frame++) {
    const picture = values.subarray(frame * height * width * 3, (frame + 1) * height * width * 3);
    paste(picture, ground, camera(frame / frames, 120, 120), { top: 0, left: 0, height, width });
    for (const [number, thing] of things.entries()) {
      const at = paths[number]!(frame / frames, height - 70, width - 60);
      paste(picture, thing, { top: 0, left: 0 }, { ...at, height: 70, width: 60 });
    }
    for (let at = 0; at < picture.length; at++) picture[at]! += grain[(at + frame * 7919) % grain.length]!;
  }
  return clipOf(new Uint8Array(values.buffer), height, width, frameRate);
}

interface Picture {
  readonly width: number;
  readonly values: Uint8Array;
}

/** Smooth noise of four scales, in color. */
function drawTexture(key: RandomKey, height: number, width: number): Picture {
  const values = new Uint8Array(height * width * 3);
  const layers = [64, 24, 9, 3].map((scale) => ({
    scale,
    noise: uniform(foldIn(key, scale), 4096 * 3),
    strength: 40 + scale,
  }));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) {
        let level = 110;
        for (const { scale, noise, strength } of layers) {
          const at = (row: number, column: number) => noise[(((row & 63) << 6) + (column & 63)) * 3 + channel]! - 0.5;
          const [row, column] = [Math.floor(y / scale), Math.floor(x / scale)];
          const [down, across] = [y / scale - row, x / scale - column];
          const above = at(row, column) * (1 - across) + at(row, column + 1) * across;
          const below = at(row + 1, column) * (1 - across) + at(row + 1, column + 1) * across;
          level += strength * (above * (1 - down) + below * down);
        }
        values[(y * width + x) * 3 + channel] = Math.min(255, Math.max(0, level));
      }
  return { width, values };
}

/** A place that sways with two frequencies down and across, from 0 to what is allowed. */
function drawPath(key: RandomKey) {
  const [a, b, c, d] = uniform(key, 4) as unknown as [number, number, number, number];
  const sway = (time: number, fast: number, phase: number) =>
    0.5 + 0.32 * Math.sin(2 * Math.PI * (time * (0.7 + fast) + phase)) + 0.18 * Math.sin(17 * time + 9 * phase);
  return (time: number, height: number, width: number) => ({
    top: Math.round(sway(time, a, b) * height),
    left: Math.round(sway(time, c, d) * width),
  });
}

function paste(
  picture: Uint8ClampedArray,
  { values, width }: Picture,
  from: { top: number; left: number },
  to: { top: number; left: number; height: number; width: number },
): void {
  for (let row = 0; row < to.height; row++) {
    const start = ((from.top + row) * width + from.left) * 3;
    const target = ((to.top + row) * sceneSize.width + to.left) * 3;
    picture.set(values.subarray(start, start + to.width * 3), target);
  }
}
