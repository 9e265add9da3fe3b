import type { HostTensor, Tree } from "@vivit/nn";
import type { NameFamily } from "./name-family.ts";
import { dense, norm } from "./torch-layers.ts";
import { fromFamily, toFamily } from "./translate.ts";

/** The names in files of Hugging Face's ViViT. Source: transformers `VivitForVideoClassification`, as `save_pretrained` writes it. */
export const huggingFaceNames: NameFamily = {
  title: "Hugging Face ViViT",
  parts: { only: { prefix: "vivit.", classToken: "vivit.embeddings.cls_token" } },
  block: "encoder.layer.{block}.",
  timeMark: ".time_attention.",
  representationMark: "pre_logits.",
  embedding: {
    "embedding.kernel": ["vivit.embeddings.patch_embeddings.projection.weight", "channelsFirst"],
    "embedding.bias": "vivit.embeddings.patch_embeddings.projection.bias",
  },
  positions: { positions: "embeddings.position_embeddings" },
  norm: norm("encoder.norm", "layernorm"),
  blocks: {
    plain: {
      ...norm("attentionNorm", "layernorm_before"),
      ...dense("attention.query", "attention.attention.query"),
      ...dense("attention.key", "attention.attention.key"),
      ...dense("attention.value", "attention.attention.value"),
      ...dense("attention.out", "attention.output.dense"),
      ...norm("mlpNorm", "layernorm_after"),
      ...dense("mlp.hidden", "intermediate.dense"),
      ...dense("mlp.out", "output.dense"),
    },
  },
  head: dense("head", "classifier"),
  needsClassToken: true,
};

/**
 * Our parameter tree from Hugging Face's. The depth is read from the names.
 *
 * @param leaves name such as `vivit.encoder.layer.0.layernorm_before.weight` → values; dense kernels [outputs, inputs]
 * @throws CheckpointError that lists every name missing, unexplained or of wrong rank
 */
export function fromHuggingFace(leaves: ReadonlyMap<string, HostTensor>): Tree<HostTensor> {
  return fromFamily(leaves, huggingFaceNames, "fromHuggingFace");
}

/**
 * Hugging Face's parameters from our tree; write them with the metadata `{ format: "pt" }`.
 *
 * @param tree Model 1 with a class token; Hugging Face has no other
 * @throws CheckpointError for other models, or with every name missing, unexplained or of wrong rank
 */
export function toHuggingFace(tree: Tree<HostTensor>): Map<string, HostTensor> {
  return toFamily(tree, huggingFaceNames, "toHuggingFace");
}
