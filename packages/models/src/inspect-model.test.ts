import * as tf from "@tensorflow/tfjs-core";
import { mapTree, type ParameterSpec, ShapeError, type Tree, treeLeaves } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it, vi } from "vitest";
import { inspectModel } from "./inspect-model.ts";
import { applyModel, extractFeatures, parameterSpecs } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";
import type { Mixing } from "./model-watch.ts";
import { type FullModel, fullModels } from "./testing/full-models.ts";
import { type VariantName, variants } from "./variants.ts";

const encoder = { dim: 8, depth: 3, heads: 4, mlpDim: 12 };
const base = {
  clip: { frames: 4, height: 8, width: 12 },
  channels: 2,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder,
  classes: 3,
};
const models: Record<string, ModelConfig> = {
  "Model 1": { ...base, variant: "space-time", pool: "token" },
  "Model 1, mean": { ...base, variant: "space-time", pool: "gap" },
  "Model 2": {
    ...base,
    variant: "factorized-encoder",
    temporalEncoder: { ...encoder, depth: 2, heads: 2 },
    pool: "token",
  },
  "Model 2, mean": { ...base, variant: "factorized-encoder", temporalEncoder: encoder, pool: "gap" },
  "Model 3": { ...base, variant: "factorized-self-attention", pool: "gap" },
  "Model 3, time first": { ...base, variant: "factorized-self-attention", pool: "gap", attentionOrder: "time-space" },
  "Model 4": { ...base, variant: "factorized-dot-product-attention", pool: "gap" },
  "the baseline": { ...base, variant: "average-pool-baseline", pool: "token", representationDim: 5 },
};
const video = seededTensor<tf.Rank.R5>([2, 4, 8, 12, 2], 1);

/** Values everywhere, also where a new model has zeros. */
function paramsOf(config: ModelConfig): Tree<tf.Tensor> {
  let seed = 10;
  return mapTree(parameterSpecs(config), (spec) =>
    tf.mul(seededTensor([...(spec as ParameterSpec).shape], seed++), 0.6),
  ) as Tree<tf.Tensor>;
}
const everything = { tokens: true, attention: "all", rollout: true } as const;
const countTensors = (tree: unknown) => treeLeaves(tree as tf.Tensor).length;

const [steps, places] = [2, 6];
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The blocks of full matrices within which tokens may look at each other: [batch, groups, heads, tokens, tokens]. */
function cut(weights: tf.Tensor4D, groups: readonly number[][]): tf.Tensor {
  const block = (tokens: number[]) => tf.gather(tf.gather(weights, tokens, 2), tokens, 3);
  return tf.stack(groups.map(block), 1);
}

/** The maps of every layer, cut out of the full matrices. */
function cutMaps(config: ModelConfig, { encoders }: FullModel): Partial<Record<Mixing, tf.Tensor[]>> {
  const [{ weights, x }, temporal] = encoders as [FullModel["encoders"][0], FullModel["encoders"][0]?];
  const count = x.shape[1] / steps;
  const bySteps = numbers(steps).map((step) => numbers(count).map((token) => step * count + token));
  const byPlaces = numbers(places).map((place) => numbers(steps).map((step) => step * places + place));
  const halves = (half: 0 | 1) => weights.map((all) => tf.split(all, 2, 1)[half] as tf.Tensor4D);
  const everyOther = (first: boolean) => weights.filter((_, index) => (index % 2 === 0) === first);
  const timeFirst = config.attentionOrder === "time-space";
  const parts: Record<VariantName, () => Partial<Record<Mixing, tf.Tensor[]>>> = {
    "space-time": () => ({ spaceTime: [...weights] }),
    "factorized-encoder": () => ({
      space: weights.map((all) => cut(all, bySteps)),
      time: temporal!.weights.map((all) => cut(all, [numbers(temporal!.x.shape[1])])),
    }),
    "average-pool-baseline": () => ({ space: weights.map((all) => cut(all, bySteps)) }),
    "factorized-self-attention": () => ({
      time: everyOther(timeFirst).map((all) => cut(all, byPlaces)),
      space: everyOther(!timeFirst).map((all) => cut(all, bySteps)),
    }),
    "factorized-dot-product-attention": () => ({
      time: halves(0).map((all) => cut(all, byPlaces)),
      space: halves(1).map((all) => cut(all, bySteps)),
    }),
  };
  return parts[config.variant]();
}

describe.each(Object.entries(models))("inspectModel of %s", (_, config) => {
  const params = paramsOf(config);
  const full = fullModels[config.variant as VariantName](video, params as never, config);
  const seen = inspectModel(video, params, config, everything);

  it("gives the logits and features of the model", () => {
    expect(seen.logits).toBeAllClose(applyModel(video, params, config));
    expect(seen.features).toBeAllClose(extractFeatures(video, params, config));
  });
  it("encodes what attention over all tokens encodes, the forbidden ones masked", () => {
    const { representationDim: _, ...plain } = config;
    const { representation: __, ...rest } = params as Record<string, Tree<tf.Tensor>>;
    const withoutRepresentation = { ...rest, head: { kernel: tf.zeros([8, 3]), bias: tf.zeros([3]) } };
    expect(inspectModel(video, withoutRepresentation, plain).features).toBeAllClose(full.features, { atol: 1e-4 }); // sums in another order
  });
  it("shows the tokens of every encoder after its last normalization", () => {
    const tokens = Object.values(seen.tokens!);
    expect(tokens).toHaveLength(full.encoders.length);
    for (const [index, at] of tokens.entries())
      expect(tf.reshape(at!, full.encoders[index]!.tokens.shape)).toBeAllClose(full.encoders[index]!.tokens, {
        atol: 1e-4,
      });
  });
  it("shows the attention weights of every layer", () => {
    const maps = cutMaps(config, full);
    expect(countTensors(seen.attention)).toBe(Object.values(maps).flat().length);
    for (const [mixing, layers] of Object.entries(maps))
      for (const [layer, map] of layers.entries()) expect(seen.attention![mixing as Mixing]![layer]!).toBeAllClose(map);
  });
  it("shows those of some layers alone, where there are so many", () => {
    const { attention } = inspectModel(video, params, config, { attention: [2] });
    const maps = cutMaps(config, full);
    const deep = Object.entries(maps).filter(([, layers]) => layers.length > 2);
    expect(Object.keys(attention!).sort()).toEqual(deep.map(([mixing]) => mixing).sort());
    for (const [mixing, layers] of deep) {
      expect(Object.keys(attention![mixing as Mixing]!)).toEqual(["2"]);
      expect(attention![mixing as Mixing]![2]!).toBeAllClose(layers[2]!);
    }
  });
  it("rolls attention out over time, rows and columns as products of full matrices do", () => {
    expect(seen.rollout!.shape).toEqual([2, 2, 2, 3]);
    const expected = tf.div(full.shares, tf.sum(full.shares, 1, true));
    expect(seen.rollout!).toBeAllClose(tf.reshape(expected, [2, 2, 2, 3]));
  });
  it("keeps only what was asked for", () => {
    expect(() => inspectModel(video, params, config)).toKeepTensors(2);
    expect(() => inspectModel(video, params, config, { rollout: true })).toKeepTensors(3);
    expect(() => inspectModel(video, params, config, everything)).toKeepTensors(countTensors(seen));
  });
  it("leaves nothing behind within a tidy, nor where it fails", () => {
    expect(() => tf.tidy(() => void inspectModel(video, params, config, everything))).toKeepTensors(0);
    const fail = vi.spyOn(variants[config.variant], "rollOut").mockImplementation(() => {
      throw new Error("no rollout");
    });
    const attempt = () =>
      expect(() => inspectModel(video, params, config, everything)).toThrow(new Error("no rollout"));
    expect(attempt).toKeepTensors(0);
    fail.mockRestore();
  });
  it("records once where blocks are computed twice for their gradient", () => {
    const again = inspectModel(video, params, { ...config, gradientCheckpointing: true }, everything);
    expect(again.rollout!).toBeAllClose(seen.rollout!);
    expect(countTensors(again)).toBe(countTensors(seen));
  });
});

describe("inspectModel", () => {
  const config = models["Model 2"]!;
  const params = paramsOf(config);
  it("refuses layers that no encoder has, and other clips", () => {
    expect(() => inspectModel(video, params, config, { attention: [0, 3, -1] })).toThrow(
      new ShapeError("inspectModel: attention: expected layers 0 to 2, got 3, -1"),
    );
    expect(() => inspectModel(tf.zeros([2, 4, 8, 8, 2]), params, config)).toThrow(
      new ShapeError(
        "inspectModel: video: expected [batch, frames=4, height=8, width=12, channels=2], got [2, 4, 8, 8, 2]; sample, resize or crop it so, or configure a model for such clips",
      ),
    );
  });
});
