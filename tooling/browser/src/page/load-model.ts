import { initializeParameters, type ModelConfig } from "@vivit/models";
import { randomKey, treeLeaves } from "@vivit/nn";
import { blobSource, readCheckpoint, toHuggingFace, writeSafetensors } from "@vivit/weights";

/** What loading a file took. */
export interface LoadedModel {
  readonly fileBytes: number;
  /** Bytes of every buffer that a read gave or that a parameter lies in, each once, whether it was held to the end or not. */
  readonly bufferBytes: number;
  /** Parameters read at each word of progress. */
  readonly progress: readonly number[];
  readonly parameters: number;
  readonly seconds: number;
}

/** Load a model's safetensors as a page loads what somebody has chosen, and count the memory that it goes through. */
export async function loadModel(config: ModelConfig): Promise<LoadedModel> {
  const blob = writeBlob(config);
  const source = blobSource(blob);
  const buffers = new Map<ArrayBufferLike, number>();
  const read = async (begin: number, end: number) => {
    const bytes = await source.read(begin, end);
    buffers.set(bytes.buffer, bytes.buffer.byteLength);
    return bytes;
  };
  const progress: number[] = [];
  const begun = performance.now();
  const { tree } = await readCheckpoint({ ...source, read }, { onProgress: (done) => void progress.push(done) });
  const seconds = (performance.now() - begun) / 1000;
  const leaves = treeLeaves(tree);
  for (const [, { values }] of leaves) buffers.set(values.buffer, values.buffer.byteLength);
  const bufferBytes = [...buffers.values()].reduce((sum, bytes) => sum + bytes, 0);
  return { fileBytes: blob.size, bufferBytes, progress, parameters: leaves.length, seconds };
}

/** Hugging Face's names and layout, so that every kernel is turned. */
function writeBlob(config: ModelConfig): Blob {
  const file = writeSafetensors(toHuggingFace(initializeParameters(config, randomKey(0))), { format: "pt" });
  return new Blob([file as Uint8Array<ArrayBuffer>]);
}
