import { describe, expect, it } from "vitest";
import { frameBytes } from "../clip.ts";
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

  it.each(["easy", "hard"] as const)("shows a bright shape on a darker ground in every frame: %s", (level) => {
    for (let index = 0; index < 30; index++) {
      const { values, ...size } = drawMotion({ ...spec, index, level });
      for (let frame = 0; frame < 6; frame++) {
        const lumas = [];
        const pixels = values.subarray(frame * frameBytes(size), (frame + 1) * frameBytes(size));
        for (let at = 0; at < pixels.length; at += 3)
          lumas.push(0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!);
        const bright = lumas.filter((luma) => luma > 95).length / lumas.length;
        expect(bright).toBeGreaterThan(0.01);
        expect(bright).toBeLessThan(0.75);
      }
    }
  });
});

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
