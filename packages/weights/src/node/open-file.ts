import { open } from "node:fs/promises";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";
import { readBytes } from "./read-bytes.ts";

/** A file on disk, read piece by piece. Whoever opens it closes it. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/**
 * Open a file as a source of bytes.
 *
 * @throws CheckpointError if it cannot be opened; its cause is the error of the system
 */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await open(path, "r").catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError(`openFile: expected a file at ${path}, got ${cause.code ?? cause.message}`, { cause });
  });
  const { size } = await file.stat();
  const read = (begin: number, end: number) => readBytes(file, begin, end, "openFile");
  return { size, read, readsCopies: true, close: () => file.close() };
}
