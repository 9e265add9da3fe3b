import { CheckpointError } from "../checkpoint-error.ts";

/** Bytes that can be read from anywhere in them: a file, a Blob, a download, memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Exactly the bytes from `begin` up to `end`, which the caller keeps within `size`. */
  read(begin: number, end: number): Promise<Uint8Array>;
  /** Every read gives new memory that nobody else holds, so that the reader may write over it. */
  readonly readsCopies?: true;
}

/** A source over bytes in memory; what is read are views of them. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (begin, end) => bytes.subarray(begin, end) };
}

/** A source over a Blob, such as a file that somebody chose in a page; only what is asked for is read. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    readsCopies: true,
    read: async (begin, end) => new Uint8Array(await blob.slice(begin, end).arrayBuffer()),
  };
}

/**
 * Read a piece after checking that it lies in the source.
 *
 * @throws CheckpointError that says the file is cut short
 */
export async function readPiece(
  source: ByteSource,
  begin: number,
  end: number,
  caller: string,
  what: string,
): Promise<Uint8Array> {
  if (end > source.size || begin > end)
    throw new CheckpointError(
      `${caller}: expected ${what} in bytes ${begin} to ${end}, got a file of ${source.size}; the file is cut short or damaged`,
    );
  return source.read(begin, end);
}
