import { open } from "node:fs/promises";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";

/** A file on disk, read piece by piece. Whoever opens it closes it. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** Most bytes asked for in one call; the system's own limit is near 2^31. */
const mostBytes = 2 ** 30;

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
  const read = async (begin: number, end: number) => {
    const bytes = new Uint8Array(end - begin);
    for (let filled = 0; filled < bytes.length; ) {
      const length = Math.min(mostBytes, bytes.length - filled);
      const { bytesRead } = await file.read(bytes, filled, length, begin + filled);
      if (bytesRead === 0)
        throw new CheckpointError(
          `openFile: expected a file of at least ${end} bytes, got ${begin + filled}; it became shorter while it was read`,
        );
      filled += bytesRead;
    }
    return bytes;
  };
  return { size, read, close: () => file.close() };
}
