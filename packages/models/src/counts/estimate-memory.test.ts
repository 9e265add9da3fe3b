import { describe, expect, it } from "vitest";
import { countParameters } from "../model.ts";
import type { ModelConfig } from "../model-config.ts";
import { preset } from "../presets.ts";
import { estimateMemory } from "./estimate-memory.ts";

/** Two blocks of width 4 over 2 × 2 × 2 tokens of 2 × 2 × 2 pixels. */
const config: ModelConfig = {
  variant: "space-time",
  clip: { frames: 4, height: 4, width: 4 },
  channels: 1,
  tubelet: { frames: 2, height: 2, width: 2 },
  encoder: { dim: 4, depth: 2, heads: 2, mlpDim: 12 },
  pool: "gap",
  classes: 3,
};
const parameters = 4 * countParameters(config);
const [tokens, dim, mlpDim, clip] = [8, 4, 12, 64];

describe("estimateMemory", () => {
  it("of a forward pass: parameters, clips, and the hidden layer before and after GELU beside a residual", () => {
    const workspace = 4 * 3 * tokens * (dim + 2 * mlpDim);
    expect(estimateMemory(config, 3)).toEqual({
      parameters,
      optimizer: 0,
      nextState: 0,
      gradients: 0,
      activations: 0,
      workspace,
      clips: 4 * 3 * clip,
      total: parameters + workspace + 4 * 3 * clip,
    });
  });
  it("of training: two sets of parameters and optimizer state, tubelets, and eight widths and two hidden layers a block", () => {
    const kept = clip + tokens * dim + 2 * tokens * (8 * dim + 2 * mlpDim);
    const workspace = tokens * (3 * mlpDim + dim);
    expect(estimateMemory(config, 1, { training: true })).toEqual({
      parameters,
      optimizer: parameters,
      nextState: 2 * parameters,
      gradients: parameters,
      activations: 4 * kept,
      workspace: 4 * workspace,
      clips: 4 * clip,
      total: 4 * parameters + 4 * clip + 4 * (kept + workspace),
    });
  });
  it("counts two values a parameter for AdamW", () =>
    expect(estimateMemory(config, 1, { training: true, optimizer: "adamw" })).toMatchObject({
      optimizer: 2 * parameters,
      nextState: 3 * parameters,
    }));
  it("keeps one block and the inputs of all with checkpointing, by option or by configuration", () => {
    const kept = clip + tokens * dim + 2 * tokens * dim + tokens * (8 * dim + 2 * mlpDim);
    const asked = estimateMemory(config, 1, { training: true, checkpointing: true });
    expect(asked.activations).toBe(4 * kept);
    expect(estimateMemory({ ...config, gradientCheckpointing: true }, 1, { training: true })).toEqual(asked);
  });
  it("keeps four times as much of a clip four times as long, never the square of it", () => {
    const at = (frames: number) => {
      const base: ModelConfig = preset("vivit-b-16x2");
      return estimateMemory({ ...base, clip: { ...base.clip, frames } }, 1, { training: true }).activations;
    };
    expect(at(128) / at(32)).toBeCloseTo(4, 2);
  });
  it("refuses sizes that do not fit", () =>
    expect(() => estimateMemory({ ...config, classes: 0 }, 1)).toThrow(
      "checkModelConfig: classes must be a whole number of 1 or more, got 0",
    ));
});
