import { open } from "node:fs/promises";
import { CheckpointError } from "../checkpoint-error.ts";

/**
 * Make what was renamed or made in a folder survive a power cut, where the system can flush a folder: Windows and some network
 * file systems cannot.
 *
 * @throws CheckpointError if the disk is full or fails
 */
export async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EIO" || code === "ENOSPC")
      throw new CheckpointError(`flushFolder: ${folder}: ${message}; what is new in it may not survive a power cut`, {
        cause: error,
      });
  }
}
