import { describe, expect, it } from "vitest";
import { describeInitialization } from "./describe-initialization.ts";
import { scenicInitialization } from "./initialization-options.ts";
import { initializeFrom } from "./initialize-from.ts";
import { imageConfig, trainedParameters, videoConfig, withoutFrameAxis } from "./testing/tiny-models.ts";

const source = {
  parameters: withoutFrameAxis(trainedParameters({ ...imageConfig, representationDim: 4 }, 1)),
  grid: { frames: 1, height: 2, width: 3 },
};
const begin = (config: typeof videoConfig, options = {}) =>
  initializeFrom(source, { config, parameters: trainedParameters(config, 2) }, options).report;
const model2 = {
  ...videoConfig,
  variant: "factorized-encoder",
  encoder: { ...videoConfig.encoder, depth: 3 },
  temporalEncoder: { ...videoConfig.encoder, depth: 1 },
} as const;

describe("the report", () => {
  it("says of Model 2 what came of what", () => {
    expect(describeInitialization(begin(model2))).toEqual([
      "inflated, image kernel at frame 1 of 2, zeros elsewhere: embedding.kernel",
      "copied, the same name: embedding.bias",
      "copied, the source's classToken: spatial.classToken",
      "copied, the same grid: spatial.positions",
      "copied, the source's encoder: spatial.encoder.blocks.0–1, spatial.encoder.norm",
      "fresh, the source has fewer blocks: spatial.encoder.blocks.2",
      "fresh, the source has no temporal encoder: temporal",
      "fresh, the head is not restored: head",
      "left over, the target has no representation layer: representation",
      "left over, the head is not restored: head",
    ]);
  });
  it("joins only blocks that follow each other", () => {
    const parameters = [0, 1, 3].map((block) => ({ path: `blocks.${block}.a.b`, how: "copied", why: "same" }) as const);
    const other = { path: "blocks.2.a.b", how: "fresh", why: "no" } as const;
    expect(describeInitialization({ parameters: [...parameters, other], unused: [] })).toEqual([
      "copied, same: blocks.0–1, blocks.3",
      "fresh, no: blocks.2",
    ]);
  });
  it("says what Scenic leaves alone", () => {
    expect(describeInitialization(begin(model2, scenicInitialization))).toEqual([
      "inflated, image kernel at frame 1 of 2, zeros elsewhere: embedding.kernel",
      "copied, the same name: embedding.bias",
      "fresh, the source calls it classToken, and only the same names are restored: spatial.classToken",
      "copied, the same grid: spatial.positions",
      "copied, the source's encoder: spatial.encoder.blocks.0–1, spatial.encoder.norm",
      "fresh, the source has fewer blocks: spatial.encoder.blocks.2",
      "fresh, the source has no temporal encoder: temporal",
      "fresh, the head is not restored: head",
      "left over, not restored, by the options: classToken",
      "left over, the target has no representation layer: representation",
      "left over, the head is not restored: head",
    ]);
  });
  it("says of Model 3 how attention over time begins", () => {
    const model3 = { ...videoConfig, variant: "factorized-self-attention", pool: "gap" } as const;
    expect(describeInitialization(begin(model3))).toEqual([
      "inflated, image kernel at frame 1 of 2, zeros elsewhere: embedding.kernel",
      "copied, the same name: embedding.bias, encoder.blocks.0–1.mlpNorm, encoder.blocks.0–1.mlp, encoder.norm",
      "tiled, from 1×2×3 to 2×2×3, without the class token's: positions",
      "fresh, an image has no normalization before time: encoder.blocks.0–1.timeNorm",
      "copied, the source's attention, over time as well: encoder.blocks.0–1.timeAttention.query, encoder.blocks.0–1.timeAttention.key, encoder.blocks.0–1.timeAttention.value",
      "zeroed, a block begins purely spatial: encoder.blocks.0–1.timeAttention.out",
      "copied, an image's attention is over space: encoder.blocks.0–1.spaceNorm, encoder.blocks.0–1.spaceAttention",
      "fresh, the head is not restored: head",
      "left over, the target has no class token: classToken",
      "left over, the target has no representation layer: representation",
      "left over, the head is not restored: head",
    ]);
  });
});
