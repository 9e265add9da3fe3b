import type { HostTensor } from "@vivit/nn";
import { type SafetensorsOptions, safetensorsPieces } from "../safetensors/write-safetensors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

/**
 * Write tensors to a safetensors file; the old file stays until the new one is whole on disk.
 *
 * @param path where the file goes; its folder must exist
 * @param tensors name and values
 * @param metadata text about the file; Hugging Face expects `{ format: "pt" }`
 * @throws CheckpointError if a tensor cannot be stored or the file cannot be written; see `writeFileAtomically`
 */
export async function writeSafetensorsFile(
  path: string,
  tensors: Iterable<readonly [name: string, tensor: HostTensor]>,
  metadata: Readonly<Record<string, string>> = {},
  options: SafetensorsOptions = {},
): Promise<void> {
  await writeFileAtomically(path, safetensorsPieces(tensors, metadata, options));
}
