import type { CheckpointFamily } from "./checkpoint-family.ts";
import { scenicNames } from "./scenic.ts";

/**
 * Checkpoints of Scenic's ViViT, and of its image models, of every age.
 *
 * Older flax counted the modules of a block with one counter (LayerNorm_0, MultiHeadDotProductAttention_1, LayerNorm_2,
 * MlpBlock_3), newer ones with one for each class.
 */
export const scenicCheckpoints: CheckpointFamily = {
  family: "scenic",
  names: scenicNames,
  prefixes: [
    "optimizer/target/params/",
    "optimizer/target/",
    "opt/target/params/",
    "opt/target/",
    "params/",
    "target/",
    "",
  ],
  respellings: [
    [/(\/encoderblock_\d+\/)MultiHeadDotProductAttention_1\//, "$1MultiHeadDotProductAttention_0/"],
    [/(\/encoderblock_\d+\/)LayerNorm_2\//, "$1LayerNorm_1/"],
    [/(\/encoderblock_\d+\/)MlpBlock_3\//, "$1MlpBlock_0/"],
  ],
  kernel: "embedding/kernel",
  kernelAxes: [4, 5],
  mark: /^(Transformer|SpatialTransformer)\/encoderblock_/,
  leftovers: [],
  gelu: "tanh",
};
