import type { KernelInflation, KernelInitialization } from "@vivit/tokenization";
import { type InitializationOptions, scenicInitialization } from "@vivit/weights";
import type { ScenicModel } from "./scenic-config.ts";

/** Scenic's `config.init_from`, as far as a case mentions it. */
export interface ScenicInitialization {
  readonly positional_embed_size_change?: "tile" | "resize" | "resize_tile";
  readonly restore_positional_embedding?: boolean;
  readonly restore_input_embedding?: boolean;
  readonly init_spatial_transformer?: boolean;
  readonly init_temporal_transformer?: boolean;
}

/** Our name of each of Scenic's ways to inflate a kernel. */
export const inflations: Readonly<Record<string, KernelInflation>> = {
  central_frame_initializer: "central-frame",
  average_frame_initializer: "filter-inflation",
  average_arp_frame_initializer: "approximate-rank-pooling",
};

/** Our name of each of Scenic's ways to draw a kernel; every other name draws LeCun normal there. */
export const kernelInitializations: Readonly<Record<string, KernelInitialization>> = {
  central_frame_initializer: "central-frame",
  average_frame_initializer: "repeated-frame",
};

/** Scenic's name of the method, where there is one. */
export function kernelMethodOf({ temporal_encoding_config: temporal }: ScenicModel): string {
  return (temporal as { readonly kernel_init_method?: string }).kernel_init_method ?? "";
}

/** Our options for Scenic's. */
export function fromScenicInitialization(
  from: ScenicInitialization,
  model: ScenicModel,
  restoreHead: boolean,
): InitializationOptions {
  const change = from.positional_embed_size_change ?? "tile";
  return {
    ...scenicInitialization,
    embedding:
      from.restore_input_embedding === false ? "fresh" : (inflations[kernelMethodOf(model)] ?? "central-frame"),
    positions:
      from.restore_positional_embedding === false ? "fresh" : change === "resize_tile" ? "resize-tile" : change,
    temporalAttention: from.init_temporal_transformer === false ? "fresh" : "copy",
    spatialAttention: from.init_spatial_transformer === false ? "fresh" : "copy",
    head: restoreHead ? "copy" : "fresh",
  };
}
