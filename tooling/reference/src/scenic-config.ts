import type { ModelConfig } from "@vivit/models";

interface ScenicEncoder {
  readonly num_layers: number;
  readonly num_heads: number;
  readonly mlp_dim: number;
}

/** The part of a Scenic configuration that decides a model. */
export interface ScenicModel extends Partial<ScenicEncoder> {
  readonly attention_config: {
    readonly type: string;
    readonly spatial_only_baseline?: boolean;
    readonly attention_order?: string;
  };
  readonly classifier: string;
  readonly hidden_size: number;
  readonly patches: { readonly size: readonly number[] };
  readonly representation_size: number | null;
  readonly spatial_transformer?: ScenicEncoder;
  readonly temporal_transformer?: ScenicEncoder;
  readonly temporal_encoding_config: { readonly method: string; readonly n_sampled_frames?: number };
}

const variants: Record<string, ModelConfig["variant"]> = {
  spacetime: "space-time",
  factorized_encoder: "factorized-encoder",
  factorized_self_attention_block: "factorized-self-attention",
  factorized_dot_product_attention: "factorized-dot-product-attention",
};

/**
 * Our configuration for a Scenic one.
 *
 * @param video [batch, frames, height, width, channels]
 * @returns undefined for a model that is not known here yet
 */
export function fromScenicConfig(
  model: ScenicModel,
  video: readonly number[],
  classes: number,
): ModelConfig | undefined {
  const { attention_config: attention, temporal_encoding_config: temporal } = model;
  const variant = attention.spatial_only_baseline ? "average-pool-baseline" : variants[attention.type];
  if (!variant) return undefined;
  const [, frames, height, width, channels] = video as [number, number, number, number, number];
  const [tubeletHeight, tubeletWidth, tubeletFrames = 1] = model.patches.size as [number, number, number?];
  const size = (encoder: ScenicEncoder) => ({
    dim: model.hidden_size,
    depth: encoder.num_layers,
    heads: encoder.num_heads,
    mlpDim: encoder.mlp_dim,
  });
  return {
    variant,
    clip: { frames, height, width },
    channels,
    tubelet: { frames: tubeletFrames, height: tubeletHeight, width: tubeletWidth },
    ...(temporal.method === "temporal_sampling" ? { sampledFrames: temporal.n_sampled_frames } : {}),
    encoder: size(model.spatial_transformer ?? (model as ScenicEncoder)),
    ...(variant === "factorized-encoder" ? { temporalEncoder: size(model.temporal_transformer!) } : {}),
    ...(attention.attention_order
      ? { attentionOrder: attention.attention_order === "time_space" ? "time-space" : "space-time" }
      : {}),
    pool: model.classifier as ModelConfig["pool"],
    ...(model.representation_size ? { representationDim: model.representation_size } : {}),
    classes,
  };
}
