import { describe, expect, it } from "vitest";
import { stepDecay } from "./step-decay.ts";

describe("stepDecay", () => {
  it("falls at each boundary, in whatever order they are given", () => {
    const schedule = stepDecay({ boundaries: [20, 10], factor: 0.5 });
    expect([0, 9, 10, 19, 20, 1000].map(schedule)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  });
  it("falls to a tenth unless told otherwise, and never without boundaries", () => {
    expect(stepDecay({ boundaries: [2.5] })(3)).toBe(0.1);
    expect(stepDecay({ boundaries: [] })(3)).toBe(1);
  });
});
