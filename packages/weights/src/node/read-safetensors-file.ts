import { type FileHandle, open } from "node:fs/promises";
import type { HostTensor } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { decodeTensor } from "../safetensors/decode-tensor.ts";
import { readHeader, readHeaderLength } from "../safetensors/read-header.ts";
import type { Safetensors } from "../safetensors/read-safetensors.ts";
import { readBytes } from "./read-bytes.ts";

/**
 * Read a safetensors file, tensor by tensor: memory is that of the values, and files beyond 2 GB are no trouble.
 *
 * @param path of the file
 * @throws CheckpointError with the path in front if the file is cut short, damaged, or holds a type or value that does not fit
 * @throws the error of the system if the file cannot be opened
 */
export async function readSafetensorsFile(path: string): Promise<Safetensors> {
  const file = await open(path, "r");
  try {
    return await readFrom(file);
  } catch (error) {
    if (error instanceof CheckpointError) throw new CheckpointError(`${path}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle): Promise<Safetensors> {
  const { size } = await file.stat();
  const read = (begin: number, end: number) => readBytes(file, begin, end, "readSafetensors");
  const headerEnd = 8 + readHeaderLength(await read(0, Math.min(8, size)), size);
  const { tensors, metadata } = readHeader(await read(8, headerEnd), size);
  const values = new Map<string, HostTensor>();
  for (const stored of tensors) values.set(stored.name, decodeTensor(stored, await read(stored.begin, stored.end)));
  return { tensors: values, metadata };
}
