import type { ModelConfig } from "@vivit/models";
import { type HostTensor, treeFromLeaves, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import type { InitializationOptions } from "./initialization-options.ts";
import { initializeFrom, videoSource } from "./initialize-from.ts";
import { imageConfig, trainedParameters, videoConfig, withoutFrameAxis } from "./testing/tiny-models.ts";

const begin = (from: ModelConfig, to: ModelConfig, options?: InitializationOptions) =>
  initializeFrom(
    videoSource(from, trainedParameters(from, 1)),
    { config: to, parameters: trainedParameters(to, 2) },
    options,
  );
const withEncoder = (config: ModelConfig, changes: Partial<ModelConfig["encoder"]>) => ({
  ...config,
  encoder: { ...config.encoder, ...changes },
});

describe("initializeFrom refuses", () => {
  it("a deeper source", () => {
    expect(() => begin(withEncoder(videoConfig, { depth: 3 }), videoConfig)).toThrow(
      "initializeFrom: expected a source of at most 2 blocks in encoder, got 3; give the target a depth of 3",
    );
  });
  it("another number of heads", () => {
    expect(() => begin(withEncoder(videoConfig, { heads: 4 }), videoConfig)).toThrow(
      "initializeFrom: expected a source with 2 heads in its encoder, got 4; give the target 4",
    );
  });
  it("sizes that do not fit, all at once", () => {
    const shorter = withEncoder({ ...videoConfig, encoder: { ...videoConfig.encoder, depth: 1 } }, { mlpDim: 8 });
    const other = { ...shorter, tubelet: { frames: 4, height: 4, width: 4 } };
    expect(() => begin(other, videoConfig)).toThrow(
      "initializeFrom: the source does not fit the target: " +
        "embedding.kernel: expected an image kernel [4, 4, 3, 12] or [2, 4, 4, 3, 12], got [4, 4, 4, 3, 12]; " +
        "give the target the source's tubelet, or leave the embedding fresh; " +
        "encoder.blocks.0.mlp.hidden.kernel: expected [12, 16], got [12, 8]; " +
        "encoder.blocks.0.mlp.hidden.bias: expected [16], got [8]; " +
        "encoder.blocks.0.mlp.out.kernel: expected [16, 12], got [8, 12]; " +
        "give the target the source's sizes, or leave what differs fresh by an option",
    );
  });
  it("a target that is not its configuration's", () => {
    const source = videoSource(videoConfig, trainedParameters(videoConfig, 1));
    const target = { config: { ...videoConfig, classes: 6 }, parameters: trainedParameters(videoConfig, 2) };
    expect(() => initializeFrom(source, target)).toThrow(
      "initializeFrom: target: expected the parameters of a space-time model, got wrong shape: head.kernel [12, 5] (expected [12, 6]), head.bias [5] (expected [6]); initializeParameters draws those of this configuration",
    );
  });
  it("a head of other classes", () => {
    expect(() => begin({ ...videoConfig, classes: 6 }, videoConfig, { head: "copy" })).toThrow(
      "initializeFrom: the source does not fit the target: head.kernel: expected [12, 5], got [12, 6]; head.bias: expected [5], got [6]; give the target the source's sizes, or leave what differs fresh by an option",
    );
  });
  it("to tile positions of other rows or a fraction of a clip, and says what does it", () => {
    const wide = { ...videoConfig, clip: { frames: 4, height: 8, width: 24 } };
    expect(() => begin(videoConfig, wide, { positions: "tile" })).toThrow(
      'positions: positions from 2×2×3 to 2×2×6 cannot be tiled, rows or columns differ; take positions "resize" or "resize-tile"',
    );
    const long = { ...videoConfig, clip: { ...videoConfig.clip, frames: 6 } };
    expect(() => begin(videoConfig, long, { positions: "resize-tile" })).toThrow(
      'positions: 3 time steps are not a multiple of the source\'s 2; take positions "resize"',
    );
  });
  it("to guess a grid that is no square, or to believe one that is not", () => {
    const parameters = withoutFrameAxis(trainedParameters(imageConfig, 1));
    const square = { ...videoConfig, clip: { frames: 4, height: 16, width: 16 } };
    const target = { config: square, parameters: trainedParameters(square, 2) };
    expect(() => initializeFrom({ parameters }, target)).toThrow(
      "positions: 6 positions are for a grid that cannot be guessed; give the source its grid",
    );
    expect(() => initializeFrom({ parameters, grid: { frames: 1, height: 4, width: 4 } }, target)).toThrow(
      "positions: the source has 6 positions, its grid 16 places",
    );
  });
  it("Model 3's blocks for those of another model", () => {
    const model3 = { ...videoConfig, variant: "factorized-self-attention", pool: "gap" } as const;
    const message =
      "encoder.blocks.0.attentionNorm.scale: the source's blocks have two attentions, the target's one; only Model 3 begins so";
    expect(() => begin(model3, videoConfig)).toThrow(message);
  });
});

describe("initializeFrom guesses", () => {
  it("a square image, and the rows and columns of the target in a video", () => {
    const square = { ...imageConfig, clip: { frames: 1, height: 8, width: 8 } };
    const larger = { ...videoConfig, clip: { frames: 4, height: 16, width: 12 } };
    const target = { config: larger, parameters: trainedParameters(larger, 2) };
    const why = (parameters: ReturnType<typeof trainedParameters>) =>
      initializeFrom({ parameters }, target).report.parameters.find(({ path }) => path === "positions")?.why;
    expect(why(withoutFrameAxis(trainedParameters(square, 1)))).toBe("from 1×2×2 to 2×4×3");
    const longer = { ...larger, clip: { ...larger.clip, frames: 8 } };
    expect(why(trainedParameters(longer, 1))).toBe("from 4×4×3 to 2×4×3");
  });
});

it("a source without positions leaves the target's", () => {
  const leaves = treeLeaves(trainedParameters(videoConfig, 1)).filter(([path]) => path !== "positions");
  const source = { parameters: treeFromLeaves<HostTensor>(leaves) };
  const { report } = initializeFrom(source, { config: videoConfig, parameters: trainedParameters(videoConfig, 2) });
  expect(report.parameters.find(({ path }) => path === "positions")).toEqual({
    path: "positions",
    how: "fresh",
    why: "the source has no positions",
  });
});
