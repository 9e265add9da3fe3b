import { ShapeError } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { encoderSizes } from "./encoder-sizes.ts";
import { countParameters } from "./model.ts";
import { listPresets, type PresetName } from "./preset-names.ts";
import { preset, presets } from "./presets.ts";

describe("preset", () => {
  it("has Ti, S, B, L and H in the patches, tubelets and variants in use", () => {
    const names = listPresets().map(({ name }) => name);
    expect(new Set(names).size).toBe(8 * 3 * 5 - 3); // Ti has no -fdp
    expect(names).toEqual(
      expect.arrayContaining([
        "vivit-ti-16x2",
        "vivit-s-32x4-fsa",
        "vivit-l-16x8-fe",
        "vivit-h-14x2",
        "vivit-b-16x2-fdp",
      ]),
    );
  });
  it.each(listPresets().map(({ name }) => name))("%s is a model", (name) => {
    expect(countParameters(preset(name))).toBeGreaterThan(1e6);
  });
  it("says what a name says", () => {
    expect(preset("vivit-h-14x2-fe")).toEqual({
      variant: "factorized-encoder",
      clip: { frames: 32, height: 224, width: 224 },
      channels: 3,
      tubelet: { frames: 2, height: 14, width: 14 },
      encoder: encoderSizes.huge,
      temporalEncoder: { ...encoderSizes.huge, depth: 4 },
      pool: "token",
      classes: 400,
    });
  });
  it("takes any clip, classes and other settings", () => {
    const config = preset("vivit-s-16x4-fsa", {
      frames: 16,
      height: 96,
      width: 128,
      classes: 7,
      attentionOrder: "time-space",
      embeddingInitialization: "central-frame",
    });
    expect(config).toEqual({
      variant: "factorized-self-attention",
      clip: { frames: 16, height: 96, width: 128 },
      channels: 3,
      tubelet: { frames: 4, height: 16, width: 16 },
      encoder: encoderSizes.small,
      pool: "gap",
      classes: 7,
      attentionOrder: "time-space",
      embeddingInitialization: "central-frame",
    });
    expect(preset("vivit-b-16x2-fe", { temporalDepth: 12 }).temporalEncoder?.depth).toBe(12);
    const encoder = { dim: 32, depth: 2, heads: 2, mlpDim: 64 };
    expect(preset("vivit-b-16x2-fe", { encoder }).temporalEncoder).toEqual({ ...encoder, depth: 4 });
  });
  it("counts the classes of several heads", () => {
    const classSplits = [
      { name: "noun", classes: 300 },
      { name: "verb", classes: 97 },
    ];
    expect(preset("vivit-l-16x2-fe", { classSplits }).classes).toBe(397);
  });
  it("gives the models of the paper by name", () => {
    for (const [name, config] of Object.entries(presets)) expect(preset(name as PresetName)).toEqual(config);
  });
  it.each([
    ["vivit-b-16x2-ef", "vivit-b-16x2-fe"],
    ["vivit_b_16x2", "vivit-b-16x2"],
    ["ViViT-L/16x2 FE", "vivit-l-16x2-fe"],
    ["vivit-h-16x2", "vivit-h-14x2"],
    ["vivit-b-16x3", "vivit-b-16x2"],
  ])("names the nearest for %s", (wrong, nearest) => {
    expect(() => preset(wrong as PresetName)).toThrow(
      new RangeError(
        `preset: expected a name such as vivit-b-16x2 or vivit-l-16x2-fe, got ${wrong}; the nearest is ${nearest}`,
      ),
    );
  });
  it("refuses a clip that its tubelets do not divide", () => {
    expect(() => preset("vivit-b-16x4", { frames: 10 })).toThrow(
      new ShapeError("checkModelConfig: clip frames 10 is not a multiple of tubelet frames 4; sample 12"),
    );
    expect(() => preset("vivit-h-14x2", { height: 225 })).toThrow(
      new ShapeError("checkModelConfig: clip height 225 is not a multiple of tubelet height 14; crop to 224"),
    );
  });
});
