import { cpus } from "node:os";
import {
  countFlops,
  countParameters,
  countParametersByPart,
  estimateMemory,
  type MemoryEstimate,
  type MemoryOptions,
  type ModelConfig,
  type ModelPart,
  modelParts,
} from "@vivit/models";
import type { Runtime } from "../run/runtime.ts";
import { type Piece, pieceOf, timeForward, timeTrainingStep } from "./time-piece.ts";

/** What a model is made of and what it costs. */
export interface ModelEstimate {
  readonly name: string;
  readonly batch: number;
  readonly clip: ModelConfig["clip"];
  readonly tubelet: ModelConfig["tubelet"];
  readonly classes: number;
  readonly variant: ModelConfig["variant"];
  readonly tokens: { readonly time: number; readonly rows: number; readonly columns: number };
  /** Of one clip, forward. */
  readonly parts: readonly PartEstimate[];
  readonly total: Omit<PartEstimate, "part">;
  /** Half of XLA's flops in units of 10⁹: what the paper prints. */
  readonly paperGflops: number;
  /** Bytes; absent where it was not asked for. */
  readonly memory: { readonly forward?: MemoryEstimate; readonly training: MemoryEstimate; readonly process: number };
  /** Absent where nothing was to be timed. */
  readonly time?: TimeEstimate;
}

/** One part of a model. */
export interface PartEstimate {
  readonly part: ModelPart;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly elementwise: number;
}

/** Seconds of one batch on this machine, scaled from what was timed. */
export interface TimeEstimate {
  readonly forward?: number;
  readonly trainingStep: number;
  readonly processor: string;
  readonly cores: number;
  /** What was timed. */
  readonly basis: {
    readonly frames: number;
    readonly batch: number;
    readonly multiplyAdds: number;
    readonly forward?: number;
    readonly trainingStep: number;
  };
}

/** What to estimate. */
export interface EstimateOptions extends Pick<MemoryOptions, "optimizer"> {
  readonly batch: number;
  /** Training alone. */
  readonly training: boolean;
  /** Where to time; nothing is timed if absent. */
  readonly runtime?: Runtime;
}

/** Count, estimate and, if there is a runtime, time. */
export async function estimateModel(
  name: string,
  config: ModelConfig,
  options: EstimateOptions,
): Promise<ModelEstimate> {
  const { batch, training, optimizer, runtime } = options;
  const flops = countFlops(config);
  const parameters = countParametersByPart(config);
  const parts = modelParts
    .filter((part) => flops.parts[part])
    .map((part) => ({ part, parameters: parameters[part] ?? 0, ...flops.parts[part]! }));
  const frames = Math.min(config.clip.frames, config.sampledFrames ?? config.clip.frames);
  return {
    name,
    batch,
    clip: config.clip,
    tubelet: config.tubelet,
    classes: config.classes,
    variant: config.variant,
    tokens: {
      time: frames / config.tubelet.frames,
      rows: config.clip.height / config.tubelet.height,
      columns: config.clip.width / config.tubelet.width,
    },
    parts,
    total: { parameters: countParameters(config), multiplyAdds: flops.multiplyAdds, elementwise: flops.elementwise },
    paperGflops: flops.flops / 2e9,
    memory: {
      ...(training ? {} : { forward: estimateMemory(config, batch) }),
      training: estimateMemory(config, batch, { training: true, optimizer }),
      process: process.memoryUsage().rss,
    },
    ...(runtime ? { time: await estimateTime(config, batch * flops.multiplyAdds, { batch, training, runtime }) } : {}),
  };
}

async function estimateTime(
  config: ModelConfig,
  multiplyAdds: number,
  { batch, training, runtime }: Required<Omit<EstimateOptions, "optimizer">>,
): Promise<TimeEstimate> {
  const piece: Piece = pieceOf(config, batch);
  const scale = multiplyAdds / piece.multiplyAdds;
  const forward = training ? undefined : await timeForward(runtime, piece);
  const trainingStep = await timeTrainingStep(runtime, piece);
  const { frames } = piece.config.clip;
  return {
    ...(forward === undefined ? {} : { forward: forward * scale }),
    trainingStep: trainingStep * scale,
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: cpus().length,
    basis: {
      frames,
      batch: piece.batch,
      multiplyAdds: piece.multiplyAdds,
      ...(forward === undefined ? {} : { forward }),
      trainingStep,
    },
  };
}
