import type { HostTensor, Tree } from "@vivit/nn";
import type { NameFamily, Names } from "./name-family.ts";
import type { NamelessFacts } from "./skeleton.ts";
import { fromFamily, type Heads, toFamily } from "./translate.ts";

const attention = (ours: string, theirs: string): Names => ({
  [`${ours}.query.kernel`]: [`${theirs}/query/kernel`, "headsOut"],
  [`${ours}.query.bias`]: [`${theirs}/query/bias`, "headsBias"],
  [`${ours}.key.kernel`]: [`${theirs}/key/kernel`, "headsOut"],
  [`${ours}.key.bias`]: [`${theirs}/key/bias`, "headsBias"],
  [`${ours}.value.kernel`]: [`${theirs}/value/kernel`, "headsOut"],
  [`${ours}.value.bias`]: [`${theirs}/value/bias`, "headsBias"],
  [`${ours}.out.kernel`]: [`${theirs}/out/kernel`, "headsIn"],
  [`${ours}.out.bias`]: `${theirs}/out/bias`,
});
const norm = (ours: string, theirs: string): Names => ({
  [`${ours}.scale`]: `${theirs}/scale`,
  [`${ours}.bias`]: `${theirs}/bias`,
});
const dense = (ours: string, theirs: string): Names => ({
  [`${ours}.kernel`]: `${theirs}/kernel`,
  [`${ours}.bias`]: `${theirs}/bias`,
});

/** The names of Scenic's flax modules, joined with "/". Source: Scenic `projects/vivit/model.py`, its parameter trees. */
export const scenicNames: NameFamily = {
  title: "Scenic ViViT",
  parts: {
    only: { prefix: "Transformer/", classToken: "cls" },
    spatial: { prefix: "SpatialTransformer/", classToken: "cls_SpatialTransformer" },
    temporal: { prefix: "TemporalTransformer/", classToken: "cls_TemporalTransformer" },
  },
  block: "encoderblock_{block}/",
  timeMark: "/MultiHeadDotProductAttention_time/",
  representationMark: "pre_logits/",
  embedding: dense("embedding", "embedding"),
  positions: { positions: "posembed_input/pos_embedding" },
  norm: norm("encoder.norm", "encoder_norm"),
  blocks: {
    plain: {
      ...norm("attentionNorm", "LayerNorm_0"),
      ...attention("attention", "MultiHeadDotProductAttention_0"),
      ...norm("mlpNorm", "LayerNorm_1"),
      ...dense("mlp.hidden", "MlpBlock_0/Dense_0"),
      ...dense("mlp.out", "MlpBlock_0/Dense_1"),
    },
    "time-space": {
      ...norm("timeNorm", "LayerNorm_time"),
      ...attention("timeAttention", "MultiHeadDotProductAttention_time"),
      ...norm("spaceNorm", "LayerNorm_space"),
      ...attention("spaceAttention", "MultiHeadDotProductAttention_space"),
      ...norm("mlpNorm", "LayerNorm_mlp"),
      ...dense("mlp.hidden", "MlpBlock/Dense_0"),
      ...dense("mlp.out", "MlpBlock/Dense_1"),
    },
  },
  representation: dense("representation", "pre_logits"),
  head: dense("head", "output_projection"),
  needsClassToken: false,
  mayHaveFixedPositions: true,
};

/**
 * Our parameter tree from Scenic's parameters. Which model it is and how deep is read from the names.
 *
 * @param leaves name such as `Transformer/encoderblock_0/LayerNorm_0/scale` → values; attention kernels [dim, heads, headDim]
 * @param facts `fixedPositions` for Scenic's `sinusoidal_1d` and `sinusoidal_3d`, whose checkpoints hold no positions
 * @throws CheckpointError that lists every name missing, unexplained or of wrong rank
 */
export function fromScenic(leaves: ReadonlyMap<string, HostTensor>, facts: NamelessFacts = {}): Tree<HostTensor> {
  return fromFamily(leaves, scenicNames, "fromScenic", facts);
}

/**
 * Scenic's parameters from our tree.
 *
 * @param heads of every attention, or of each encoder of Model 2
 * @param facts `fixedPositions` for a model whose positions are no parameter
 * @throws CheckpointError that lists every name missing, unexplained or of wrong rank
 */
export function toScenic(tree: Tree<HostTensor>, heads: Heads, facts: NamelessFacts = {}): Map<string, HostTensor> {
  return toFamily(tree, scenicNames, "toScenic", { heads, ...facts });
}
