import type { HostTensor } from "@vivit/nn";
import { decodeTensor } from "./decode-tensor.ts";
import { readHeader, readHeaderLength } from "./read-header.ts";

/** Everything in a safetensors file. */
export interface Safetensors {
  /** Name → values, in the order in which they lie in the file. */
  readonly tensors: Map<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Read a safetensors file from memory.
 *
 * Every claim of the header is checked before anything is allocated, so a damaged or hostile file costs an error and nothing more.
 * F16 and BF16 are widened to float32, whole numbers become int32.
 *
 * @param bytes the whole file; F32, I32 and BOOL values are views of it where they are aligned
 * @throws CheckpointError if the file is cut short, damaged, or holds a type or value that does not fit
 * Source: the safetensors format description, checks as in its Rust library.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const dataBegin = 8 + readHeaderLength(bytes.subarray(0, 8), bytes.length);
  const { tensors, metadata } = readHeader(bytes.subarray(8, dataBegin), bytes.length);
  return {
    tensors: new Map(
      tensors.map((stored) => [stored.name, decodeTensor(stored, bytes.subarray(stored.begin, stored.end))]),
    ),
    metadata,
  };
}
