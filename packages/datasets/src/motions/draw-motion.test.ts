import { describe, expect, it } from "vitest";
import { type Clip, frameBytes } from "../clip.ts";
import { drawMotion, type MotionSpec } from "./draw-motion.ts";
import { paintShape } from "./paint-shape.ts";
import { shapes } from "./shape-distance.ts";

const spec: MotionSpec = { seed: 4, split: "train", index: 23, level: "easy", size: 32, frames: 6 };

describe("drawMotion", () => {
  it("depends on its arguments alone, and on each of them", () => {
    const clip = drawMotion(spec);
    expect([clip.frames, clip.height, clip.width, clip.frameRate]).toEqual([6, 32, 32, 25]);
    expect(drawMotion(spec)).toEqual(clip);
    for (const other of [{ seed: 5 }, { split: "val" }, { index: 33 }, { level: "hard" }] as const)
      expect(drawMotion({ ...spec, ...other }).values).not.toEqual(clip.values);
    expect(drawMotion({ ...spec, frames: 2 }).values).toEqual(clip.values.subarray(0, 2 * frameBytes(clip)));
  });

  it("shows a bright shape on a dark ground in every frame of the easy level", () => {
    for (let index = 0; index < 30; index++) {
      const clip = drawMotion({ ...spec, index });
      for (let frame = 0; frame < clip.frames; frame++) {
        const lumas = lumasOf(clip, frame);
        const bright = lumas.filter((luma) => luma > 75).length / lumas.length;
        expect(bright).toBeGreaterThan(0.02);
        expect(bright).toBeLessThan(0.6);
        expect(Math.min(...lumas)).toBeLessThan(60);
      }
    }
  });

  it("has grounds of any brightness at the hard level, and something to see on each", () => {
    const medians = Array.from({ length: 40 }, (_, index) => {
      const lumas = lumasOf(drawMotion({ ...spec, index, level: "hard" }), 3).sort((a, b) => a - b);
      expect(lumas.at(-10)! - lumas[10]!).toBeGreaterThan(60);
      return lumas[lumas.length / 2]!;
    });
    for (const [low, high] of [
      [0, 75],
      [75, 160],
      [160, 255],
    ] as const) // thirds of the scale, ground by ground
      expect(medians.filter((luma) => luma >= low && luma < high).length).toBeGreaterThan(4);
  });
});

/** Brightness of each pixel of a frame, in [0, 255]. */
function lumasOf(clip: Clip, frame: number): number[] {
  const pixels = clip.values.subarray(frame * frameBytes(clip), (frame + 1) * frameBytes(clip));
  return Array.from({ length: pixels.length / 3 }, (_, pixel) => {
    const [red, green, blue] = pixels.subarray(pixel * 3, pixel * 3 + 3) as unknown as [number, number, number];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

describe("paintShape", () => {
  const paint = (angle: number, shape = shapes.disc) => {
    const canvas = new Float32Array(16 * 16 * 3);
    const scene = {
      shape,
      tones: [
        [200, 200, 200],
        [100, 100, 100],
      ],
      ground: [],
      gradation: {},
      noise: 0,
    };
    paintShape(canvas, 16, scene as never, { x: 0.5, y: 0.5, radius: 0.4, angle });
    return (x: number, y: number) => canvas[(y * 16 + x) * 3]!;
  };

  it("turns clockwise with a growing angle: the first half right, below, left, above", () => {
    const halves = [0, 1, 2, 3].map((quarter) => {
      const at = paint((quarter * Math.PI) / 2);
      return [at(11, 8), at(8, 11), at(4, 8), at(8, 4)].map((tone) => tone > 150);
    });
    for (const [quarter, sides] of halves.entries()) {
      expect(sides[quarter]).toBe(true);
      expect(sides[(quarter + 2) % 4]).toBe(false);
    }
  });

  it("covers as much as the shape's area, whatever the angle", () => {
    for (const [name, shape] of Object.entries(shapes)) {
      const areas = [0, 0.3, 0.9, 1.7].map((angle) => {
        const at = paint(angle, shape as never);
        let covered = 0;
        for (let y = 0; y < 16; y++)
          for (let x = 0; x < 16; x++) covered += at(x, y) > 0 ? Math.min(1, at(x, y) / 100) : 0;
        return covered;
      });
      expect(Math.max(...areas) / Math.min(...areas), name).toBeLessThan(1.2);
    }
  });
});
