import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CheckpointError } from "../checkpoint-error.ts";
import { flushFolder } from "./flush-folder.ts";

/**
 * Write a file so that whoever looks finds the old one or the new one, whole: write beside it, flush, rename, flush the folder.
 *
 * If anything fails, the partial file is removed and the old one stays. A process killed meanwhile leaves a file that ends in `.partial`.
 *
 * @param path where the file goes; its folder must exist
 * @param pieces the contents, in order
 * @throws CheckpointError if the file cannot be written; it says how much room was needed and left if the disk is full, and its cause is the error of the system
 */
export async function writeFileAtomically(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    await writeDurably(partial, pieces);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw await explain(path, byteCount(pieces), error as NodeJS.ErrnoException);
  }
  await flushFolder(dirname(resolve(path)));
}

async function writeDurably(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await writeWhole(file, piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Most bytes given in one call; the system's own limit is near 2^31. */
const mostBytes = 2 ** 30;

async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let written = 0; written < piece.length; ) {
    const length = Math.min(mostBytes, piece.length - written);
    written += (await file.write(piece, written, length)).bytesWritten;
  }
}

/** Disk full, quota reached, file larger than allowed. */
const noRoom = ["ENOSPC", "EDQUOT", "EFBIG"];

async function explain(path: string, bytes: number, cause: NodeJS.ErrnoException): Promise<CheckpointError> {
  const what = noRoom.includes(cause.code ?? "")
    ? `expected room for ${megabytes(bytes)}, got ${cause.code} with ${await freeRoom(path)} free; the previous file is untouched, free some space or choose another folder`
    : `${cause.message}; the previous file is untouched`;
  return new CheckpointError(`writeFileAtomically: ${path}: ${what}`, { cause });
}

async function freeRoom(path: string): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(dirname(resolve(path)));
    return megabytes(bavail * bsize);
  } catch {
    return "an unknown amount";
  }
}

function byteCount(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, piece) => total + piece.length, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
