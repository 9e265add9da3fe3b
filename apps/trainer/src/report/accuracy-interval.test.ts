import { describe, expect, it } from "vitest";
import { accuracyInterval } from "./accuracy-interval.ts";

describe("accuracyInterval", () => {
  it("solves the equation that defines it: a bound lies 1.96 of its own standard errors from the share", () => {
    for (const [share, clips] of [
      [0.1, 300],
      [0.963, 300],
      [0.5, 7],
    ] as const)
      for (const bound of accuracyInterval(share, clips))
        expect(Math.abs(share - bound) / Math.sqrt((bound * (1 - bound)) / clips)).toBeCloseTo(1.96, 9);
  });

  it("stays within [0, 1] at the ends and knows nothing from no clip", () => {
    expect(accuracyInterval(1, 10)[1]).toBe(1);
    expect(accuracyInterval(0, 10)[0]).toBe(0);
    expect(accuracyInterval(0, 0)).toEqual([0, 1]);
  });
});
