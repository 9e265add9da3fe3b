import type { CheckpointFamily } from "./checkpoint-family.ts";
import { torchPrefixes } from "./hugging-face-checkpoints.ts";
import { dense, norm } from "./torch-layers.ts";

/** Checkpoints of timm's image models; query, key and value are one tensor there. Source: timm `VisionTransformer`. */
export const timmVit: CheckpointFamily = {
  family: "timm-vit",
  names: {
    title: "timm ViT",
    parts: { only: { prefix: "", classToken: "cls_token" } },
    block: "blocks.{block}.",
    timeMark: ".time_attn.",
    representationMark: "pre_logits.",
    embedding: {
      "embedding.kernel": ["patch_embed.proj.weight", "imageChannelsFirst"],
      "embedding.bias": "patch_embed.proj.bias",
    },
    positions: { positions: "pos_embed" },
    norm: norm("encoder.norm", "norm"),
    blocks: {
      plain: {
        ...norm("attentionNorm", "norm1"),
        ...dense("attention.query", "attn.qkv[query]"),
        ...dense("attention.key", "attn.qkv[key]"),
        ...dense("attention.value", "attn.qkv[value]"),
        ...dense("attention.out", "attn.proj"),
        ...norm("mlpNorm", "norm2"),
        ...dense("mlp.hidden", "mlp.fc1"),
        ...dense("mlp.out", "mlp.fc2"),
      },
    },
    representation: dense("representation", "pre_logits.fc"),
    head: dense("head", "head"),
    needsClassToken: false,
  },
  prefixes: torchPrefixes,
  respellings: [],
  kernel: "patch_embed.proj.weight",
  kernelAxes: [4],
  mark: /^blocks\.\d+\.attn\.qkv\[/,
  fused: { pattern: /^(blocks\.\d+\.attn\.qkv)(\.(?:weight|bias))$/, parts: ["query", "key", "value"] },
  leftovers: [],
  gelu: "erf",
};
