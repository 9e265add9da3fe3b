import { join } from "node:path";
import type { HostTensor } from "@vivit/nn";
import { splitShards } from "../safetensors/split-shards.ts";
import type { SafetensorsOptions } from "../safetensors/write-safetensors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";
import { writeSafetensorsFile } from "./write-safetensors-file.ts";

/** How a model's weights are written. */
export interface SafetensorsFolderOptions extends SafetensorsOptions {
  /** Bytes of values in one file; more makes shards with an index. Default: one file. */
  readonly shardBytes?: number;
}

/**
 * Write a model's weights as transformers does: `model.safetensors`, or shards and then `model.safetensors.index.json`.
 *
 * @param directory exists already
 * @param tensors name and values, under the names they shall have
 * @returns names of the files written
 * @throws CheckpointError if a tensor cannot be stored or a file not be written; see `writeFileAtomically`
 */
export async function writeSafetensorsFolder(
  directory: string,
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  { shardBytes = Number.POSITIVE_INFINITY, ...options }: SafetensorsFolderOptions = {},
): Promise<string[]> {
  const { files, index } = splitShards(tensors, shardBytes, options);
  for (const [file, shard] of files)
    await writeSafetensorsFile(join(directory, file), shard, { format: "pt" }, options);
  if (!index) return [...files.keys()];
  const text = `${JSON.stringify(index, null, 2)}\n`;
  const indexFile = "model.safetensors.index.json";
  await writeFileAtomically(join(directory, indexFile), [new TextEncoder().encode(text)]);
  return [...files.keys(), indexFile];
}
