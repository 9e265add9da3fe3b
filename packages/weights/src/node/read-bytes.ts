import type { FileHandle } from "node:fs/promises";
import { CheckpointError } from "../checkpoint-error.ts";

/** Most bytes asked for in one call; the system's own limit is near 2^31. */
const mostBytes = 2 ** 30;

/**
 * The bytes of a file from `begin` up to `end`.
 *
 * @throws CheckpointError if the file ends before them
 */
export async function readBytes(file: FileHandle, begin: number, end: number, caller: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin);
  for (let filled = 0; filled < bytes.length; ) {
    const length = Math.min(mostBytes, bytes.length - filled);
    const { bytesRead } = await file.read(bytes, filled, length, begin + filled);
    if (bytesRead === 0)
      throw new CheckpointError(
        `${caller}: expected a file of at least ${end} bytes, got ${begin + filled}; it became shorter while it was read`,
      );
    filled += bytesRead;
  }
  return bytes;
}
