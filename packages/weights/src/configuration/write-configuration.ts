import type { ModelConfig } from "@vivit/models";

/** What a `config.json` of Hugging Face holds, with ours beside it under `vivit`. */
export type Configuration = Readonly<Record<string, unknown>>;

/**
 * Describe a model as Hugging Face's `config.json` does.
 *
 * Model 1 with a class token is what transformers calls `vivit`; every other variant gets a `model_type` of its own, so that
 * transformers refuses it by name rather than load it wrongly. The whole of our configuration stands under `vivit`.
 *
 * @param labels class names in the order of the logits
 * @throws Error if the number of labels is not the number of classes
 * Source: transformers `VivitConfig`.
 */
export function writeConfiguration(model: ModelConfig, labels: readonly string[]): Configuration {
  if (labels.length !== model.classes)
    throw new Error(`writeConfiguration: expected ${model.classes} labels, one a class, got ${labels.length}`);
  const { clip, tubelet, encoder } = model;
  return {
    ...(isHuggingFaceVivit(model)
      ? { architectures: ["VivitForVideoClassification"], model_type: "vivit" }
      : { model_type: `vivit-${model.variant}` }),
    attention_probs_dropout_prob: 0,
    dtype: "float32",
    hidden_act: "gelu_fast",
    hidden_dropout_prob: 0,
    hidden_size: encoder.dim,
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    image_size: clip.height === clip.width ? clip.height : [clip.height, clip.width],
    initializer_range: 0.02,
    intermediate_size: encoder.mlpDim,
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    layer_norm_eps: 1e-6,
    num_attention_heads: encoder.heads,
    num_channels: model.channels,
    num_frames: clip.frames,
    num_hidden_layers: encoder.depth,
    qkv_bias: true,
    tubelet_size: [tubelet.frames, tubelet.height, tubelet.width],
    vivit: model,
  };
}

/**
 * Whether transformers' `VivitForVideoClassification` is this model: tubelets of every frame, learned positions, a class token,
 * one head.
 */
export function isHuggingFaceVivit(model: ModelConfig): boolean {
  const { variant, pool, representationDim, sampledFrames, positions = "learned", classSplits } = model;
  const hasTheirInput = sampledFrames === undefined && positions === "learned";
  const hasTheirHead = representationDim === undefined && classSplits === undefined;
  return variant === "space-time" && pool === "token" && hasTheirHead && hasTheirInput;
}
