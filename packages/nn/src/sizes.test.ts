import { describe, expect, it } from "vitest";
import { sizes } from "./sizes.ts";

describe("sizes", () => {
  it("names every axis", () => {
    expect(sizes({ shape: [2, 5, 8] }, "batch tokens dim", "test")).toEqual({ batch: 2, tokens: 5, dim: 8 });
  });
  it("refuses another rank", () => {
    expect(() => sizes({ shape: [2, 5] }, "batch tokens dim", "layerNorm: x")).toThrow(
      "layerNorm: x: expected [batch, tokens, dim], got [2, 5]",
    );
  });
  it("refuses another size of a known axis", () => {
    expect(() => sizes({ shape: [2, 196, 512] }, "batch tokens dim", "linear: x", { dim: 768 })).toThrow(
      "linear: x: expected [batch, tokens, dim=768], got [2, 196, 512]",
    );
  });
});
