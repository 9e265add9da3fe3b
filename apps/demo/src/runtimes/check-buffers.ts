import { type ModelConfig, parameterSpecs } from "@vivit/models";
import { countValues, treeLeaves } from "@vivit/nn";
import type { RuntimeName } from "./runtime-names.ts";

interface Limits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
}

/**
 * Refuse a model one of whose buffers is larger than the device takes: WebGPU would fail without a word.
 *
 * @throws RangeError with both sizes
 */
export async function checkBuffers(runtime: RuntimeName, model: ModelConfig): Promise<void> {
  if (runtime !== "webgpu" && runtime !== "compiled-webgpu") return;
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<{ limits: Limits } | null> } }).gpu;
  const limits = (await gpu?.requestAdapter())?.limits;
  if (!limits) return; // opening the runtime says so
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const needed = largestBuffer(model);
  if (needed > most)
    throw new RangeError(
      `This model needs a buffer of ${megabytes(needed)}, and the graphics device takes ${megabytes(most)} at most; choose a runtime on WebAssembly`,
    );
}

/**
 * Bytes of the largest buffer of a forward pass of one clip: a parameter, the clip, or the values inside a block's MLP.
 *
 * Scores of attention do not count: they are computed in blocks that stay below the smallest limit of all devices.
 */
export function largestBuffer(model: ModelConfig): number {
  const { clip, tubelet, encoder, channels } = model;
  const parameters = treeLeaves(parameterSpecs(model)).map(([, { shape }]) => countValues(shape));
  const tokens = volume(clip) / volume(tubelet) + clip.frames / tubelet.frames; // each step may have a class token
  return 4 * Math.max(...parameters, volume(clip) * channels, tokens * Math.max(encoder.mlpDim, encoder.dim));
}

function volume({ frames, height, width }: ModelConfig["clip"]): number {
  return frames * height * width;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}
