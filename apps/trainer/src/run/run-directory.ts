import { mkdir, readdir } from "node:fs/promises";
import { UsageError } from "../usage-error.ts";

/**
 * Make the directory of a new run.
 *
 * @throws UsageError if it holds anything, so that no run is ever lost to another
 */
export async function claimRunDirectory(directory: string): Promise<void> {
  const present = await readdir(directory).catch(() => []);
  if (present.length > 0)
    throw new UsageError(
      `train: ${directory} holds a run already; go on with it by --resume ${directory}, choose another --name, or remove it`,
    );
  await mkdir(directory, { recursive: true });
}
