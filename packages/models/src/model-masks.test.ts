import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, mapTree, type ParameterSpec, randomKey, type Tree, toTensor, treeLeaves } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { applyModel, drawModelMasks, parameterSpecs } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";
import type { ModelDropRates } from "./model-drop-rates.ts";
import { type VariantName, variants } from "./variants.ts";

const size = { dim: 8, depth: 2, heads: 2, mlpDim: 12 };
const configOf = (variant: VariantName): ModelConfig => ({
  variant,
  clip: { frames: 4, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder: size,
  ...(variant === "factorized-encoder" ? { temporalEncoder: size } : {}),
  pool: variant.startsWith("factorized-self") || variant.startsWith("factorized-dot") ? "gap" : "token",
  classes: 3,
});
const video = seededTensor<tf.Rank.R5>([2, 4, 8, 8, 3], 1);
const rates: ModelDropRates = { dropout: 0.5, attentionDropout: 0.5, dropPath: 0.5 };
const key = randomKey(2);
const upload = (tree: Tree<HostTensor>) => mapTree(tree, (leaf) => toTensor(leaf as HostTensor)) as Tree<tf.Tensor>;
const drawnFor = (variant: VariantName, change: ModelDropRates = {}) =>
  drawModelMasks(key, configOf(variant), 2, { ...rates, ...change })!;
const shapesOf = (variant: VariantName, change: ModelDropRates = {}) =>
  Object.fromEntries(treeLeaves(drawnFor(variant, change)).map(([path, { shape }]) => [path, shape]));
const sites = (prefix: string, shapes: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(shapes).map(([site, shape]) => [prefix + site, shape]));

describe.each(Object.keys(variants) as VariantName[])("masks of %s", (variant) => {
  const config = configOf(variant);
  let seed = 10;
  const params = mapTree(parameterSpecs(config), (spec) =>
    tf.mul(seededTensor([...(spec as ParameterSpec).shape], seed++), 0.5),
  ) as Tree<tf.Tensor>;
  it("are none where nothing is dropped", () => expect(drawModelMasks(key, config, 2, {})).toBeUndefined());
  it.each([false, true])("change the logits, every one of them (Model 3 with drop-path: %s)", (everywhere) => {
    const masks = upload(drawnFor(variant, { dropPathInFactorizedSelfAttention: everywhere }));
    const ones = mapTree(masks, (mask) => tf.onesLike(mask as tf.Tensor)) as Tree<tf.Tensor>;
    const plain = applyModel(video, params, config);
    expect(applyModel(video, params, config, ones)).toBeAllClose(plain, { atol: 1e-4 }); // attention in another order
    const leaves = treeLeaves(masks);
    const logits = (...values: tf.Tensor[]) => {
      let next = 0;
      const tree = mapTree(masks, () => values[next++]!) as Tree<tf.Tensor>;
      return tf.sum(tf.sin(applyModel(video, params, config, tree))) as tf.Scalar;
    };
    const gradients = tf.grads(logits)(treeLeaves(ones).map(([, one]) => one));
    const idle = leaves.filter((_, index) => tf.max(tf.abs(gradients[index]!)).dataSync()[0]! < 1e-6);
    expect(idle.map(([path]) => path)).toEqual([]);
  });
});

describe("masks stand at every site of the reference", () => {
  const block = (tokens: number) => ({
    attentionWeights: [2, 2, tokens, tokens],
    attentionOutput: [2, tokens, 8],
    mlpHidden: [2, tokens, 12],
    mlpOutput: [2, tokens, 8],
  });
  const branches = { attentionBranch: [2, 1, 1], mlpBranch: [2, 1, 1] }; // the first block never drops its branches
  it("in Model 1", () =>
    expect(shapesOf("space-time")).toEqual({
      tokens: [2, 9, 8],
      ...sites("blocks.0.", block(9)),
      ...sites("blocks.1.", { ...block(9), ...branches }),
    }));
  it("in Model 2, one for all steps of a clip", () => {
    const drawn = drawnFor("factorized-encoder");
    const spatial = treeLeaves(drawn).filter(([path]) => path.startsWith("spatial."));
    expect(shapesOf("factorized-encoder")["temporal.tokens"]).toEqual([2, 3, 8]);
    expect(spatial.length).toBe(1 + 4 + 6);
    for (const [, { shape, values }] of spatial) {
      expect(shape[0]).toBe(2 * 2);
      const width = values.length / 4;
      const row = (index: number) => values.slice(index * width, (index + 1) * width);
      expect(row(1)).toEqual(row(0));
      expect(row(3)).toEqual(row(2));
    }
  });
  it("in Model 3, where drop-path has none unless asked for", () => {
    const dropout = (block: number) => ({
      ...sites(`blocks.${block}.time.`, { attentionWeights: [8, 2, 2, 2], attentionOutput: [8, 2, 8] }),
      ...sites(`blocks.${block}.space.`, { attentionWeights: [4, 2, 4, 4], attentionOutput: [4, 4, 8] }),
      ...sites(`blocks.${block}.mlp.`, { mlpHidden: [2, 8, 12], mlpOutput: [2, 8, 8] }),
    });
    const plain = { tokens: [2, 8, 8], ...dropout(0), ...dropout(1) };
    const three = sites("blocks.1.", { timeBranch: [2, 1, 1], spaceBranch: [2, 1, 1], mlpBranch: [2, 1, 1] });
    expect(shapesOf("factorized-self-attention")).toEqual(plain);
    expect(shapesOf("factorized-self-attention", { dropPathInFactorizedSelfAttention: true })).toEqual({
      ...plain,
      ...three,
    });
  });
  it("in Model 4, weights of each half of the heads", () => {
    const { attentionWeights: _, ...rest } = block(8);
    const weights = { timeWeights: [8, 1, 2, 2], spaceWeights: [4, 1, 4, 4] };
    expect(shapesOf("factorized-dot-product-attention")).toEqual({
      tokens: [2, 8, 8],
      ...sites("blocks.0.", { ...rest, ...weights }),
      ...sites("blocks.1.", { ...rest, ...weights, ...branches }),
    });
  });
  it("rescales drop-path where asked to, also in Model 3", () => {
    const values = (rescaleDropPath: boolean) => {
      const change = { dropPathInFactorizedSelfAttention: true, rescaleDropPath, dropPath: 0.5 };
      const masks = drawModelMasks(key, configOf("factorized-self-attention"), 40, change)!;
      return [...new Set(treeLeaves(masks).flatMap(([, mask]) => [...mask.values]))].sort();
    };
    expect(values(false)).toEqual([0, 1]);
    expect(values(true)).toEqual([0, 2]);
  });
  it("draws the three branches of Model 3 apart", () => {
    const masks = drawModelMasks(key, configOf("factorized-self-attention"), 40, {
      dropPath: 0.5,
      dropPathInFactorizedSelfAttention: true,
    })!;
    const drawn = treeLeaves(masks).map(([, { values }]) => [...values].join(""));
    expect(new Set(drawn).size).toBe(3);
  });
});
