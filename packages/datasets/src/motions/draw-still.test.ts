import { describe, expect, it } from "vitest";
import { drawMotion } from "./draw-motion.ts";
import { drawStill, stillClasses } from "./draw-still.ts";

const spec = { seed: 3, split: "stills", level: "easy", size: 40 } as const;

describe("drawStill", () => {
  it("is the first frame of the clip of the same name", () => {
    const { clip } = drawStill({ ...spec, index: 12 });
    const moving = drawMotion({ ...spec, index: 12, frames: 3 });
    expect(clip.frames).toBe(1);
    expect([...clip.values]).toEqual([...moving.values.subarray(0, clip.values.length)]);
  });

  it("shows every class about as often", () => {
    const counts = new Array<number>(stillClasses.length).fill(0);
    const drawn = 1800;
    for (let index = 0; index < drawn; index++) counts[drawStill({ ...spec, size: 16, index }).label]!++;
    expect(stillClasses).toHaveLength(18);
    expect(Math.min(...counts)).toBeGreaterThan(50); // 100 each on average
    expect(Math.max(...counts)).toBeLessThan(150);
  });

  it("names the color that the eye sees: the lighter half of a disc is strongest in it", () => {
    const index = Array.from({ length: 500 }, (_, at) => at).find(
      (at) => stillClasses[drawStill({ ...spec, index: at }).label] === "red disc",
    )!;
    const { clip } = drawStill({ ...spec, index });
    let [lightest, red, green, blue] = [0, 0, 0, 0];
    for (let at = 0; at < clip.values.length; at += 3) {
      const [r, g, b] = [clip.values[at]!, clip.values[at + 1]!, clip.values[at + 2]!];
      const luma = 0.299 * r + 0.587 * g + 0.114 * b;
      if (luma > lightest) [lightest, red, green, blue] = [luma, r, g, b];
    }
    expect(red).toBe(Math.max(red, green, blue));
  });
});
