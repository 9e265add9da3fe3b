import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, mapTree, randomKey, ShapeError, type Tree, toTensor, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { applyModel, initializeParameters, parameterSpecs } from "./model.ts";
import { checkModelConfig, type ModelConfig } from "./model-config.ts";

const size = { dim: 12, depth: 2, heads: 2, mlpDim: 16 };
const config: ModelConfig = {
  variant: "space-time",
  clip: { frames: 4, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder: size,
  pool: "token",
  classes: 3,
};
const refused: [what: string, changes: Partial<ModelConfig>, message: string][] = [
  [
    "frames that tubelets do not divide",
    { clip: { frames: 5, height: 8, width: 8 } },
    "checkModelConfig: clip frames 5 is not a multiple of tubelet frames 2; sample 6",
  ],
  [
    "a height that tubelets do not divide",
    { clip: { frames: 4, height: 10, width: 8 } },
    "checkModelConfig: clip height 10 is not a multiple of tubelet height 4; crop to 12",
  ],
  [
    "heads that do not divide the width",
    { encoder: { ...size, heads: 5 } },
    "checkModelConfig: dim 12 is not a multiple of heads 5",
  ],
  [
    "such heads of the temporal encoder",
    { temporalEncoder: { ...size, heads: 5 } },
    "checkModelConfig: dim 12 is not a multiple of heads 5",
  ],
  ["no class", { classes: 0 }, "checkModelConfig: classes must be a whole number of 1 or more, got 0"],
  [
    "no block",
    { encoder: { ...size, depth: 0 } },
    "checkModelConfig: depth must be a whole number of 1 or more, got 0",
  ],
  [
    "no temporal block",
    { temporalEncoder: { ...size, depth: 0 } },
    "checkModelConfig: temporal depth must be a whole number of 1 or more, got 0",
  ],
  [
    "encoders of two widths",
    { temporalEncoder: { ...size, dim: 16 } },
    "checkModelConfig: temporal encoder dim 16 is not the spatial encoder's 12; give both the same",
  ],
  [
    "a variant that is none",
    { variant: "spacetime" as "space-time" },
    "checkModelConfig: variant: expected space-time, factorized-encoder, factorized-self-attention, factorized-dot-product-attention, average-pool-baseline, got spacetime",
  ],
  ["a pool that is none", { pool: "mean" as "gap" }, "checkModelConfig: pool: expected token, gap, gmp, gsp, got mean"],
  [
    "positions that are none",
    { positions: "sine" as "none" },
    "checkModelConfig: positions: expected learned, sinusoidal-1d, sinusoidal-3d, none, got sine",
  ],
  [
    "a width that waves over time, column and row do not share",
    { positions: "sinusoidal-3d", encoder: { ...size, dim: 16 } },
    "sinusoidalGridPositions: expected a dim that 6 divides, a sine and a cosine for time, column and row, got 16; use 18 or learned positions",
  ],
  [
    "a beginning that is none",
    { embeddingInitialization: "zeros" as "lecun-normal" },
    "checkModelConfig: embeddingInitialization: expected lecun-normal, central-frame, repeated-frame, got zeros",
  ],
];

describe("checkModelConfig", () => {
  it("takes what fits together", () => expect(() => checkModelConfig(config)).not.toThrow());
  it.each(refused)("refuses %s", (_, changes, message) => {
    expect(() => checkModelConfig({ ...config, ...changes })).toThrow(new ShapeError(message));
  });
});

describe("a variant", () => {
  const specsOf =
    (variant: ModelConfig["variant"], changes: Partial<ModelConfig> = {}) =>
    () =>
      parameterSpecs({ ...config, variant, pool: "gap", ...changes });
  it.each([
    ["factorized-self-attention", "factorizedSelfAttention"],
    ["factorized-dot-product-attention", "factorizedDotProductAttention"],
  ] as const)("%s has no class token to pool by", (variant, caller) => {
    expect(specsOf(variant, { pool: "token" })).toThrow(
      new ShapeError(`${caller}: expected pool gap, gmp or gsp, got token; this model has no class token, use gap`),
    );
  });
  it("cannot halve an odd number of heads", () => {
    expect(specsOf("factorized-dot-product-attention", { encoder: { ...size, heads: 3 } })).toThrow(
      new ShapeError(
        "factorizedDotProductAttention: expected an even number of heads, half for time and half for space, got 3",
      ),
    );
  });
  it("needs its temporal encoder", () => {
    expect(specsOf("factorized-encoder")).toThrow(
      new ShapeError("factorizedEncoder: expected a temporal encoder, got none; give temporalEncoder its size"),
    );
  });
});

describe("a model", () => {
  const params = mapTree(initializeParameters(config, randomKey(1)), (leaf) => toTensor(leaf as HostTensor));
  it("refuses another clip than its own", () => {
    expect(() => applyModel(tf.zeros([1, 6, 8, 8, 3]), params as Tree<tf.Tensor>, config)).toThrow(
      new ShapeError(
        "applyModel: video: expected [batch, frames=4, height=8, width=8, channels=3], got [1, 6, 8, 8, 3]; sample, resize or crop it so, or configure a model for such clips",
      ),
    );
  });
  it.each(["sinusoidal-1d", "sinusoidal-3d", "none"] as const)("has no parameter for positions %s", (positions) => {
    for (const [variant, pool] of [
      ["space-time", "token"],
      ["factorized-encoder", "token"],
      ["factorized-self-attention", "gap"],
    ] as const) {
      const without = { ...config, variant, pool, positions, temporalEncoder: size };
      expect(treeLeaves(parameterSpecs(without)).filter(([path]) => path.includes("positions"))).toEqual([]);
    }
  });
  it("begins with its central frame where asked to", () => {
    const central = { ...config, embeddingInitialization: "central-frame" } as const;
    const leaves = new Map(treeLeaves(initializeParameters(central, randomKey(1))));
    const { values } = leaves.get("embedding.kernel")!;
    const frame = values.length / 2;
    expect(values.slice(0, frame).every((value) => value === 0)).toBe(true);
    expect(values.slice(frame).some((value) => value !== 0)).toBe(true);
  });
});
