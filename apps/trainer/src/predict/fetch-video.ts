import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** A video on this machine for as long as it is wanted. */
export interface FetchedVideo {
  readonly path: string;
  /** Remove it. */
  dispose(): Promise<void>;
}

/**
 * Fetch a video by HTTP into a temporary file, piece by piece.
 *
 * @throws Error that names the address and what the server said
 */
export async function fetchVideo(url: string): Promise<FetchedVideo> {
  const response = await fetch(url).catch((error: Error) => {
    throw new Error(
      `predict: ${url} cannot be fetched: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  if (!response.ok || !response.body)
    throw new Error(`predict: ${url} cannot be fetched: the server answered ${response.status} ${response.statusText}`);
  const folder = await mkdtemp(join(tmpdir(), "vivit-predict-"));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, `video${extname(basename(new URL(url).pathname))}`);
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(path));
    return { path, dispose };
  } catch (error) {
    await dispose();
    throw new Error(`predict: ${url} broke off: ${(error as Error).message}; try again`);
  }
}
