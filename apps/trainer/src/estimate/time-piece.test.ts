import { countFlops, preset } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { pieceOf } from "./time-piece.ts";

describe("pieceOf", () => {
  it("is one block of each encoder with all tokens and clips, where that is little work", () => {
    const model = preset("vivit-ti-16x2-fe");
    const { config, batch, multiplyAdds } = pieceOf(model, 2);
    expect(config).toEqual({
      ...model,
      encoder: { ...model.encoder, depth: 1 },
      temporalEncoder: { ...model.temporalEncoder, depth: 1 },
    });
    expect(batch).toBe(2);
    expect(multiplyAdds).toBe(2 * countFlops(config).multiplyAdds);
  });
  it("halves the frames, and takes fewer clips, until a run is short", () => {
    const { config, batch, multiplyAdds } = pieceOf(preset("vivit-h-14x2", { frames: 64 }), 8);
    expect(config.clip.frames).toBeLessThan(64);
    expect(config.clip.frames % 2).toBe(0);
    expect(batch).toBeGreaterThan(0);
    expect(multiplyAdds).toBeLessThanOrEqual(5e10);
  });
});
