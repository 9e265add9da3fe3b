import { type ByteSource, readPiece } from "../files/byte-source.ts";
import type { TensorEntry, TensorFile } from "../files/tensor-file.ts";
import { decodeTensor } from "./decode-tensor.ts";
import { readHeader, readHeaderLength } from "./read-header.ts";

/**
 * Open a safetensors file: its header is read and checked now, values when they are asked for.
 *
 * @throws CheckpointError if the file is cut short or damaged
 */
export async function openSafetensors(source: ByteSource): Promise<TensorFile> {
  const prefix = await source.read(0, Math.min(8, source.size));
  const dataBegin = 8 + readHeaderLength(prefix, source.size);
  const { tensors, metadata } = readHeader(await source.read(8, dataBegin), source.size);
  const entries = tensors.map((stored): [string, TensorEntry] => [
    stored.name,
    {
      shape: stored.shape,
      ...(source.readsCopies ? { readsCopies: true } : {}),
      read: async () =>
        decodeTensor(stored, await readPiece(source, stored.begin, stored.end, "readSafetensors", stored.name)),
    },
  ]);
  return { format: "safetensors", tensors: new Map(entries), others: new Map(Object.entries(metadata)) };
}
