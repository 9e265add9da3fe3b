export { attention } from "./attention.ts";
export { checkpoint } from "./checkpoint.ts";
export { type FusedKernelName, runFusedKernel } from "./fused-kernel.ts";
export { gelu } from "./gelu.ts";
export { narrowToHalves, widenHalves } from "./half-precision.ts";
export { checkHeads, joinHeads, splitHeads } from "./heads.ts";
export {
  countValues,
  fromTensor,
  type HostDataType,
  type HostTensor,
  type HostValues,
  hostTensor,
  toTensor,
} from "./host-tensor.ts";
export { type Initializer, lecunNormal, normalValues, ones, xavierUniform, zeros } from "./initializers.ts";
export { type LayerNormParams, layerNorm } from "./layer-norm.ts";
export { type LinearParams, linear } from "./linear.ts";
export { initializeTree, type ParameterSpec, parameter } from "./parameter-spec.ts";
export { foldIn, type RandomKey, randomKey, splitKey } from "./random-key.ts";
export { normal, permutation, randomBits, randomInteger, truncatedNormal, uniform } from "./random-values.ts";
export type { ScoreBiases } from "./score-bias.ts";
export { ShapeError } from "./shape-error.ts";
export { type Sizes, sizes } from "./sizes.ts";
export {
  isLeaf,
  type Leaf,
  type LeafOf,
  type MappedTree,
  mapTree,
  type Tree,
  treeFromLeaves,
  treeLeaves,
} from "./tree.ts";
