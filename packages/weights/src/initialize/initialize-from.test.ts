import * as tf from "@tensorflow/tfjs-core";
import { applyModel, extractFeatures, type ModelConfig } from "@vivit/models";
import { type HostTensor, mapTree, type Tree, toTensor, treeLeaves } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import type { InitializationOptions } from "./initialization-options.ts";
import { initializeFrom, videoSource } from "./initialize-from.ts";
import { imageConfig, trainedParameters, videoConfig, withoutFrameAxis } from "./testing/tiny-models.ts";

const toDevice = (tree: Tree<HostTensor>) => mapTree(tree, toTensor as never) as Tree<tf.Tensor>;
const features = (config: ModelConfig, parameters: Tree<HostTensor>, video: tf.Tensor5D) =>
  extractFeatures(video, toDevice(parameters), config);
const begin = (source: Tree<HostTensor>, config: ModelConfig, options?: InitializationOptions) =>
  initializeFrom(
    { parameters: withoutFrameAxis(source), grid: { frames: 1, height: 2, width: 3 } },
    { config, parameters: trainedParameters(config, 2) },
    options,
  );

const image = seededTensor<tf.Rank.R5>([1, 1, 8, 12, 3], 3);
const still = tf.tile(image, [1, 4, 1, 1, 1]);
const models: Record<string, ModelConfig> = {
  "average-pool-baseline": { ...videoConfig, variant: "average-pool-baseline" },
  "factorized-self-attention": { ...videoConfig, variant: "factorized-self-attention", pool: "gap" },
};

describe("a video model from an image model", () => {
  it.each(Object.entries(models))("sees in a still clip what the image model sees: %s", (_, config) => {
    const imageModel = { ...imageConfig, pool: config.pool };
    const source = trainedParameters(imageModel, 1);
    for (const embedding of ["central-frame", "filter-inflation"] as const) {
      const { parameters } = begin(source, config, { embedding });
      expect(features(config, parameters, still)).toBeAllClose(features(imageModel, source, image), { atol: 1e-5 });
    }
  });
  it("sees nothing in a still clip by rank pooling, which answers to change", () => {
    const config = models["average-pool-baseline"]!;
    const { parameters } = begin(trainedParameters(imageConfig, 1), config, { embedding: "approximate-rank-pooling" });
    const black = features(config, parameters, tf.zerosLike(still));
    expect(features(config, parameters, still)).toBeAllClose(black, { atol: 1e-5 });
    const brighter = tf.concat([image, tf.mul<tf.Tensor5D>(image, 2), image, tf.mul<tf.Tensor5D>(image, 2)], 1);
    const change = tf.max(tf.abs(tf.sub(features(config, parameters, brighter), black))).dataSync()[0]!;
    expect(change).toBeGreaterThan(1e-2);
  });
  it("sees the central frame of every tubelet alone", () => {
    const config = models["average-pool-baseline"]!;
    const source = trainedParameters(imageConfig, 1);
    const { parameters } = begin(source, config);
    const others = seededTensor<tf.Rank.R5>([1, 1, 8, 12, 3], 4);
    const clip = tf.concat([others, image, others, image], 1); // frame 1 of 2 is the central one
    expect(features(config, parameters, clip)).toBeAllClose(features(imageConfig, source, image), { atol: 1e-5 });
  });
  it("can learn attention over time from its last projection, or from nothing at zero", () => {
    const config = models["factorized-self-attention"]!;
    const source = trainedParameters({ ...imageConfig, pool: "gap" }, 1);
    const moving = seededTensor<tf.Rank.R5>([1, 4, 8, 12, 3], 5);
    const slope = (temporalAttention: "zero-output" | "zero", name: string) => {
      const { parameters } = begin(source, config, { temporalAttention });
      const path = `encoder.blocks.0.timeAttention.${name}.kernel`;
      const at = toTensor(new Map(treeLeaves(parameters)).get(path)!);
      const loss = (kernel: tf.Tensor) =>
        tf.sum(
          applyModel(
            moving,
            mapTree(parameters, (leaf, own) => (own === path ? kernel : toTensor(leaf as HostTensor))) as never,
            config,
          ),
        );
      return tf.max(tf.abs(tf.grad(loss)(at))).dataSync()[0]!;
    };
    expect(slope("zero-output", "out")).toBeGreaterThan(1e-4);
    for (const name of ["query", "key", "value", "out"]) expect(slope("zero", name)).toBe(0);
  });
  it("keeps the source as it was", () => {
    const source = trainedParameters(imageConfig, 1);
    const before = structuredClone(source);
    begin(source, videoConfig);
    expect(source).toEqual(before);
  });
});

describe("a video model from another", () => {
  const longer = { ...videoConfig, clip: { ...videoConfig.clip, frames: 6 } };
  it("is the same model if nothing changes and the head is asked for", () => {
    const source = trainedParameters(videoConfig, 1);
    const target = { config: videoConfig, parameters: trainedParameters(videoConfig, 2) };
    const { parameters, report } = initializeFrom(videoSource(videoConfig, source), target, { head: "copy" });
    expect(parameters).toEqual(source);
    expect(report.unused).toEqual([]);
    expect(new Set(report.parameters.map(({ how }) => how))).toEqual(new Set(["copied"]));
  });
  it("has positions in between for a longer clip", () => {
    const source = trainedParameters(videoConfig, 1);
    const target = { config: longer, parameters: trainedParameters(longer, 2) };
    const { parameters, report } = initializeFrom(videoSource(videoConfig, source), target);
    const [before, after] = [source, parameters].map(
      (tree) => new Map(treeLeaves(tree as Tree<HostTensor>)).get("positions")!,
    );
    const steps = tf.split(tf.slice(toTensor(before!), [0, 1, 0], [1, 12, 12]), 2, 1);
    const middle = tf.div(tf.add(steps[0]!, steps[1]!), 2);
    const row = tf.slice(toTensor(before!), [0, 0, 0], [1, 1, 12]);
    expect(toTensor(after!)).toBeAllClose(tf.concat([row, steps[0]!, middle, steps[1]!], 1));
    expect(report.parameters.find(({ path }) => path === "positions")).toEqual({
      path: "positions",
      how: "resized",
      from: "positions",
      why: "from 2×2×3 to 3×2×3",
    });
  });
});
