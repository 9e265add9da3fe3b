import { variants } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { givenSettings } from "../commands/recipe-options.ts";
import { modelConfigOf } from "./model-config.ts";
import { checkRecipe, overrideRecipe } from "./override-recipe.ts";
import { findRecipe } from "./recipes.ts";

const motions = findRecipe("motions");
const configOf = (options: Record<string, string>) =>
  modelConfigOf(overrideRecipe(motions, givenSettings(options)), { classes: ["left", "right"] });

describe("modelConfigOf", () => {
  it.each(Object.keys(variants))("makes a model of %s, asked for by its name alone", (variant) => {
    const { pool, temporalEncoder, attentionOrder } = configOf({ "model.variant": variant });
    const isGrid = /factorized-(self|dot)/.test(variant);
    expect(pool).toBe(isGrid ? "gap" : "token");
    expect(temporalEncoder?.depth).toBe(variant === "factorized-encoder" ? 2 : undefined);
    expect(attentionOrder).toBe(variant === "factorized-self-attention" ? "space-time" : undefined);
  });
  it("has every option of the paper's models", () => {
    const options = {
      "model.variant": "factorized-self-attention",
      "model.attentionOrder": "time-space",
      "model.positions": "sinusoidal-3d",
      "model.sampledFrames": "8",
      "model.tubelet": "1,8,8",
      "model.representationDim": "24",
      "train.gradientCheckpointing": "true",
    };
    expect(configOf(options)).toMatchObject({
      attentionOrder: "time-space",
      positions: "sinusoidal-3d",
      sampledFrames: 8,
      representationDim: 24,
      gradientCheckpointing: true,
    });
    expect(configOf({})).not.toHaveProperty("positions");
  });
  it("knows models by name, and what is said beside the name comes first", () => {
    const { variant, encoder, clip, tubelet } = configOf({ preset: "vivit-b-16x2-fsa", "clip.frames": "16" });
    expect({ variant, encoder, clip, tubelet }).toEqual({
      variant: "factorized-self-attention",
      encoder: { dim: 768, depth: 12, heads: 12, mlpDim: 3072 },
      clip: { frames: 16, height: 224, width: 224 },
      tubelet: { frames: 2, height: 16, width: 16 },
    });
    expect(configOf({ preset: "vivit-l-16x2-fe" }).temporalEncoder?.depth).toBe(4);
  });
  it.each([
    [
      { preset: "vivit-b-16x3" },
      "preset: expected a name such as vivit-b-16x2 or vivit-l-16x2-fe, got vivit-b-16x3; the nearest is vivit-b-16x2",
    ],
    [
      { "model.variant": "factorized-dot-product-attention", "model.pool": "token" },
      "factorizedDotProductAttention: expected pool gap, gmp or gsp, got token; this model has no class token, use gap",
    ],
    [
      { "model.variant": "factorized-self-attention", "train.dropPath": "0.2" },
      "recipe: train.dropPath is 0.2, and the reference drops no path in Model 3; give train.dropPathInFactorizedSelfAttention true to drop them, or train.dropPath 0",
    ],
  ])("refuses %o", (options, message) => expect(() => configOf(options)).toThrow(message));
  it("goes on with recipes of before these options", () => {
    const { variant, dim, depth, temporalDepth, heads, mlpDim, tubelet, pool } = motions.model;
    const before = { ...motions, model: { variant, dim, depth, temporalDepth, heads, mlpDim, tubelet, pool } };
    expect(checkRecipe(before)).toEqual(motions);
  });
});
