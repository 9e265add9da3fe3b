import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { CheckpointError } from "../../checkpoint-error.ts";

/** A file to fetch and what it must turn out to be. */
export interface BlobDownload {
  readonly file: string;
  readonly size: number;
  /** SHA-256 of a large file, or the id that git gives to a small one. */
  readonly checksum: { readonly kind: "sha256" | "git"; readonly value: string };
  /** The answer of the server, beginning at this byte if it can. */
  readonly request: (begin: number) => Promise<Response>;
  readonly onProgress?: (done: number) => void;
}

/**
 * Fetch a file to its place, going on where an earlier attempt stopped, and check it.
 *
 * What has come stays in `<place>.incomplete` until the file is whole and its checksum right.
 *
 * @throws CheckpointError if there is no room, the connection breaks, or the checksum is wrong
 */
export async function downloadBlob(place: string, download: BlobDownload): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const partial = `${place}.incomplete`;
  const present = await sizeOf(partial);
  const begin = present > download.size ? 0 : present;
  await checkRoom(partial, download, download.size - begin);
  if (begin < download.size || download.size === 0) await append(partial, begin, download);
  const found = await checksumOf(partial, download);
  if (found !== download.checksum.value) {
    await rm(partial, { force: true });
    throw new CheckpointError(
      `hub: ${download.file}: expected ${download.checksum.kind} ${download.checksum.value}, got ${found}; the download was damaged and is removed, fetch it again`,
    );
  }
  await rename(partial, place);
}

async function append(partial: string, begin: number, download: BlobDownload): Promise<void> {
  const response = await download.request(begin);
  const goesOn = begin > 0 && response.status === 206;
  const file = await open(partial, goesOn ? "a" : "w");
  let done = goesOn ? begin : 0;
  try {
    for await (const piece of Readable.fromWeb(response.body as ReadableStream<Uint8Array>))
      for (let written = 0; written < piece.length; ) {
        const { bytesWritten } = await file.write(piece, written, piece.length - written);
        written += bytesWritten;
        done += bytesWritten;
        download.onProgress?.(done);
      }
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, download, done);
  } finally {
    await file.close();
  }
  if (done !== download.size) throw broken(download, done);
}

function explain(error: NodeJS.ErrnoException, download: BlobDownload, done: number): CheckpointError {
  if (!["ENOSPC", "EDQUOT", "EFBIG"].includes(error.code ?? "")) return broken(download, done, error);
  return new CheckpointError(
    `hub: ${download.file}: expected room for ${megabytes(download.size - done)} more, got ${error.code}; free some space and fetch it again, it goes on from there, or set HF_HUB_CACHE to another folder`,
    { cause: error },
  );
}

function broken({ file, size }: BlobDownload, done: number, cause?: Error): CheckpointError {
  return new CheckpointError(
    `hub: ${file}: expected ${size} bytes, the connection broke after ${done}${cause ? ` (${cause.message})` : ""}; fetch it again, it goes on from there`,
    { cause },
  );
}

/** Better said before hours of download than after. */
async function checkRoom(partial: string, { file }: BlobDownload, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(partial));
  if (bytes > bavail * bsize)
    throw new CheckpointError(
      `hub: ${file}: expected room for ${megabytes(bytes)} in ${dirname(partial)}, got ${megabytes(bavail * bsize)}; free some space, or set HF_HUB_CACHE to another folder`,
    );
}

async function checksumOf(path: string, { checksum, size }: BlobDownload): Promise<string> {
  const hash: Hash = createHash(checksum.kind === "git" ? "sha1" : "sha256");
  if (checksum.kind === "git") hash.update(`blob ${size}\0`); // how git names a file's contents
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
