import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, mapTree, randomKey, type Tree, toTensor, treeLeaves } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { applyModel, countParameters, extractFeatures, initializeParameters, parameterSpecs } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";
import { presets } from "./presets.ts";
import { type VariantName, variants } from "./variants.ts";

const size = { dim: 8, depth: 2, heads: 2, mlpDim: 16 };
const gridVariants: readonly VariantName[] = ["factorized-self-attention", "factorized-dot-product-attention"];
const configOf = (variant: VariantName, changes: Partial<ModelConfig> = {}): ModelConfig => ({
  variant,
  clip: { frames: 4, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder: size,
  ...(variant === "factorized-encoder" ? { temporalEncoder: size } : {}),
  pool: gridVariants.includes(variant) ? "gap" : "token",
  classes: 3,
  ...changes,
});
const upload = (tree: Tree<HostTensor>) => mapTree(tree, (leaf) => toTensor(leaf as HostTensor)) as Tree<tf.Tensor>;
const video = seededTensor<tf.Rank.R5>([2, 4, 8, 8, 3], 1);

describe("parameter counts equal the paper's and Scenic's", () => {
  it.each([
    ["vivit-b-16x2", 88_954_000],
    ["vivit-b-16x2-fe", 115_062_928],
    ["vivit-b-16x2-fsa", 117_319_312],
    ["vivit-b-16x2-fdp", 88_952_464],
    ["vivit-b-16x2-average-pool", 86_696_080],
    ["vivit-l-16x2", 307_508_624],
    ["vivit-l-16x2-fe", 354_903_440],
  ] as const)("%s: %d", (preset, count) => expect(countParameters(presets[preset])).toBe(count));
});

describe.each(Object.keys(variants) as VariantName[])("%s", (variant) => {
  const config = configOf(variant);
  const params = upload(initializeParameters(config, randomKey(1)));

  it("begins with logits of zero, because its head does", () => {
    expect(applyModel(video, params, config)).toBeAllClose(tf.zeros([2, 3]));
  });
  it("gives features of its width", () => expect(extractFeatures(video, params, config).shape).toEqual([2, 8]));
  it("treats every clip of a batch alone", () => {
    const [first] = tf.split(video, 2) as tf.Tensor5D[];
    expect(extractFeatures(first!, params, config)).toBeAllClose(
      tf.split(extractFeatures(video, params, config), 2)[0]!,
    );
  });
  it("keeps only its result", () => expect(() => applyModel(video, params, config)).toKeepTensors(1));
  it("reaches every parameter with its gradient, once the head is not zero", () => {
    const leaves = treeLeaves(params);
    const tensors = leaves.map(([path, leaf], index) =>
      path === "head.kernel" ? seededTensor(leaf.shape, index) : leaf,
    );
    const loss = (...values: tf.Tensor[]) => {
      let next = 0;
      const tree = mapTree(params, () => values[next++]!) as Tree<tf.Tensor>;
      return tf.sum(tf.square(applyModel(video, tree, config))) as tf.Scalar;
    };
    const gradients = tf.grads(loss)(tensors);
    const still = leaves
      .filter((_, index) => tf.max(tf.abs(gradients[index]!)).dataSync()[0]! < 1e-9)
      .map(([path]) => path);
    expect(still.filter((path) => !path.endsWith("key.bias"))).toEqual([]); // a key's bias moves all scores of a query alike
  });
  it.each(["gap", "gmp", "gsp"] as const)("pools by %s without a class token", (pool) => {
    const pooled = configOf(variant, { pool });
    expect(treeLeaves(parameterSpecs(pooled)).some(([path]) => path.endsWith("classToken"))).toBe(false);
    expect(extractFeatures(video, upload(initializeParameters(pooled, randomKey(1))), pooled).shape).toEqual([2, 8]);
  });
});
