import type { CheckpointFamily } from "./checkpoint-family.ts";
import { huggingFaceNames } from "./hugging-face.ts";
import { inMemoryRespellings, torchPrefixes } from "./hugging-face-checkpoints.ts";
import { dense } from "./torch-layers.ts";

/** Checkpoints of Hugging Face's image models. Source: transformers `ViTForImageClassification`, `ViTModel`. */
export const huggingFaceVit: CheckpointFamily = {
  family: "hugging-face-vit",
  names: {
    ...huggingFaceNames,
    title: "Hugging Face ViT",
    parts: { only: { prefix: "vit.", classToken: "vit.embeddings.cls_token" } },
    embedding: {
      "embedding.kernel": ["vit.embeddings.patch_embeddings.projection.weight", "imageChannelsFirst"],
      "embedding.bias": "vit.embeddings.patch_embeddings.projection.bias",
    },
    representationMark: "vit.pooler.",
    representation: dense("representation", "vit.pooler.dense"),
  },
  prefixes: torchPrefixes,
  respellings: [[/^(embeddings|encoder|layers|layernorm|pooler)\./, "vit.$1."], ...inMemoryRespellings],
  kernel: "vit.embeddings.patch_embeddings.projection.weight",
  kernelAxes: [4],
  mark: /^vit\.encoder\.layer\./,
  leftovers: [[/^vit\.embeddings\.mask_token$/, "a token of masked pre-training"]],
  gelu: "erf",
};
