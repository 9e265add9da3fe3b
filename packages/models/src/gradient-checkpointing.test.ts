import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, mapTree, randomKey, toTensor, treeLeaves } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { applyModel, drawModelMasks, initializeParameters, type ModelParams } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";
import { presets } from "./presets.ts";

const small = {
  clip: { frames: 4, height: 16, width: 16 },
  tubelet: { frames: 2, height: 8, width: 8 },
  encoder: { dim: 8, depth: 2, heads: 2, mlpDim: 16 },
  classes: 3,
};
const models: Record<string, ModelConfig> = Object.fromEntries(
  Object.values(presets as Record<string, ModelConfig>).map((preset) => {
    const temporal = preset.temporalEncoder && { temporalEncoder: { ...small.encoder, depth: 1 } };
    return [preset.variant, { ...preset, ...small, ...temporal }];
  }),
);

describe.each(Object.entries(models))("gradient checkpointing of %s", (_, config) => {
  it("changes neither the logits nor any gradient", () => {
    const key = randomKey(3);
    const video = seededTensor([2, 4, 16, 16, 3], 4) as tf.Tensor5D;
    const params = mapTree(initializeParameters(config, key), (leaf) =>
      tf.add(toTensor(leaf as HostTensor), 0.05),
    ) as ModelParams;
    const masks = mapTree(drawModelMasks(key, config, 2, { dropout: 0.2, dropPath: 0.5 })!, (leaf) =>
      toTensor(leaf as HostTensor),
    );
    const leaves = treeLeaves(params);
    const at = (gradientCheckpointing: boolean) =>
      tf.valueAndGrads((...values) => {
        const byPath = new Map(leaves.map(([path], index) => [path, values[index]!]));
        const all = mapTree(params, (_, path) => byPath.get(path)!) as ModelParams;
        return tf.sum(tf.sin(applyModel(video, all, { ...config, gradientCheckpointing }, masks))) as tf.Scalar;
      })(leaves.map(([, leaf]) => leaf));
    const [plain, again] = [at(false), at(true)];
    expect(again.value).toBeAllClose(plain.value);
    for (const [index, gradient] of plain.grads.entries()) expect(again.grads[index]!).toBeAllClose(gradient);
  });
});
