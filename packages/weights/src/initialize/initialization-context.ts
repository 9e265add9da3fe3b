import type { ModelConfig } from "@vivit/models";
import type { HostTensor } from "@vivit/nn";
import { type Extent, tokenGrid } from "@vivit/tokenization";
import type { DecidedOptions } from "./initialization-options.ts";

/** Parameters by path. */
export type Leaves = ReadonlyMap<string, HostTensor>;

/** What the rules know. */
export interface InitializationContext {
  readonly source: Leaves;
  readonly target: Leaves;
  /** Tokens that the positions of the source are for, if that is known. */
  readonly sourceGrid?: Extent;
  readonly targetGrid: Extent;
  readonly options: DecidedOptions;
}

/** What the paths of a model's first encoder begin with: Model 2 and its baseline have a spatial one. */
export function mainPrefix(leaves: Leaves): "" | "spatial." {
  return [...leaves.keys()].some((path) => path.startsWith("spatial.")) ? "spatial." : "";
}

/** Whether blocks have an attention over time beside that over space, as Model 3's. */
export function hasTimeAttention(leaves: Leaves): boolean {
  return [...leaves.keys()].some((path) => path.includes(".timeAttention."));
}

/** Whether there is a temporal encoder, Model 2's. */
export function hasTemporalEncoder(leaves: Leaves): boolean {
  return [...leaves.keys()].some((path) => path.startsWith("temporal."));
}

/** Tokens along time, rows and columns. */
export function gridOfModel({ clip, tubelet, sampledFrames }: ModelConfig): Extent {
  return tokenGrid({ ...clip, frames: Math.min(clip.frames, sampledFrames ?? clip.frames) }, tubelet, "initializeFrom");
}
