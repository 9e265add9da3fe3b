import type { CheckpointFamily, Respelling } from "./checkpoint-family.ts";
import { huggingFaceNames } from "./hugging-face.ts";

/** What PyTorch's training programs put in front of the names of a model. */
export const torchPrefixes = [
  "",
  "model.",
  "module.",
  "state_dict.",
  "state_dict.model.",
  "state_dict.module.",
  "model_state_dict.",
];

/** The names that transformers 5 uses in memory, as in its files since 2022. */
export const inMemoryRespellings: readonly Respelling[] = [
  [/^(vivit|vit)\.layers\.(\d+)\./, "$1.encoder.layer.$2."],
  [/\.attention\.q_proj\./, ".attention.attention.query."],
  [/\.attention\.k_proj\./, ".attention.attention.key."],
  [/\.attention\.v_proj\./, ".attention.attention.value."],
  [/\.attention\.o_proj\./, ".attention.output.dense."],
  [/\.mlp\.fc1\./, ".intermediate.dense."],
  [/\.mlp\.fc2\./, ".output.dense."],
];

/** Checkpoints of Hugging Face's ViViT: the classifier and the model without a head. */
export const huggingFaceCheckpoints: CheckpointFamily = {
  family: "hugging-face-vivit",
  names: huggingFaceNames,
  prefixes: torchPrefixes,
  respellings: [[/^(embeddings|encoder|layers|layernorm|pooler)\./, "vivit.$1."], ...inMemoryRespellings],
  kernel: "vivit.embeddings.patch_embeddings.projection.weight",
  kernelAxes: [5],
  mark: /^vivit\.encoder\.layer\./,
  leftovers: [[/^vivit\.pooler\.dense\./, "a pooler, which the classifier does not use"]],
  gelu: "tanh",
};
