import * as tf from "@tensorflow/tfjs-core";
import {
  type HostTensor,
  mapTree,
  randomKey,
  ShapeError,
  type Tree,
  toTensor,
  treeFromLeaves,
  treeLeaves,
} from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { checkParameters } from "./check-parameters.ts";
import { applyModel, extractFeatures, initializeParameters } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";

const config: ModelConfig = {
  variant: "space-time",
  clip: { frames: 4, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder: { dim: 8, depth: 2, heads: 2, mlpDim: 16 },
  pool: "token",
  classes: 3,
};
const params = initializeParameters(config, randomKey(1));
const upload = (tree: Tree<HostTensor>) => mapTree(tree, (leaf) => toTensor(leaf as HostTensor)) as Tree<tf.Tensor>;
const draw = "initializeParameters draws those of this configuration";
const fit =
  'positions belong to one clip size: initializeFrom of @vivit/weights fits them to another, by its option positions "resize" or "tile"';

describe("checkParameters", () => {
  it("takes the parameters of its configuration, in plain memory and on a backend", () => {
    expect(() => checkParameters(params, config)).not.toThrow();
    expect(() => checkParameters(upload(params), config)).not.toThrow();
  });
  it("does not mind absent branches, nor records of numbers for arrays", () => {
    const { encoder, ...rest } = params as Record<string, Tree<HostTensor>>;
    const { blocks, norm } = encoder as Record<string, Tree<HostTensor>>;
    const other = { ...rest, representation: undefined, encoder: { blocks: { ...(blocks as object) }, norm } };
    expect(() => checkParameters(other as Tree<HostTensor>, config)).not.toThrow();
  });
  it("refuses what is no tree", () => {
    expect(() => checkParameters(null as never, config)).toThrow(
      new TypeError('treeLeaves: expected a tensor, a record or an array at "", got null'),
    );
  });
  it("lists all that is missing, unknown and misshaped at once", () => {
    const leaves = new Map(treeLeaves(params));
    leaves.delete("classToken");
    leaves.delete("encoder.blocks.1.mlp.out.bias");
    leaves.set("embedding.bias", leaves.get("head.bias")!);
    leaves.set("encoder.norm.scale", leaves.get("head.bias")!);
    leaves.set("pooler.kernel", leaves.get("head.kernel")!);
    expect(() => checkParameters(treeFromLeaves(leaves), config)).toThrow(
      new ShapeError(
        `checkParameters: expected the parameters of a space-time model, got missing: classToken, encoder.blocks.1.mlp.out.bias; unknown: pooler.kernel; wrong shape: embedding.bias [3] (expected [8]), encoder.norm.scale [3] (expected [8]); ${draw}`,
      ),
    );
  });
  it("says how positions come to another clip", () => {
    const longer = { ...config, clip: { frames: 8, height: 8, width: 8 } };
    const message = (caller: string) =>
      new ShapeError(
        `${caller}: expected the parameters of a space-time model, got wrong shape: positions [1, 9, 8] (expected [1, 17, 8]); ${fit}`,
      );
    expect(() => checkParameters(params, longer)).toThrow(message("checkParameters"));
    const video = tf.zeros<tf.Rank.R5>([1, 8, 8, 8, 3]);
    expect(() => applyModel(video, upload(params), longer)).toThrow(message("applyModel"));
    expect(() => extractFeatures(video, upload(params), longer)).toThrow(message("extractFeatures"));
  });
  it("has no positions where they are not learned", () => {
    const leaves = [...treeLeaves(params)].filter(([path]) => path !== "positions");
    expect(() => checkParameters(treeFromLeaves(leaves), { ...config, positions: "none" })).not.toThrow();
    expect(() => checkParameters(params, { ...config, positions: "sinusoidal-1d" })).toThrow(
      new ShapeError(`checkParameters: expected the parameters of a space-time model, got unknown: positions; ${draw}`),
    );
  });
});
