import { type Entry, type FileEntry, Reader, ZipReader } from "@zip.js/zip.js/index-native.js";
import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";

/** One file in an archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
  /** Unpack it; at most `most` bytes from its beginning. A whole member is held to its checksum. */
  read(most?: number): Promise<Uint8Array>;
}

/** Unpacked bytes for each byte of the file. Weights shrink by a tenth, zeros a thousand times: such a file is a bomb. */
const mostGrowth = 4;
/** What may be unpacked from however small a file. */
const freeBytes = 65_536;
/** Members of an archive. The largest models have some thousand. */
const mostMembers = 100_000;

/**
 * Open a zip archive: its directory is read and checked now, members when they are asked for.
 *
 * @throws CheckpointError if the archive is damaged, ambiguous, encrypted, or would grow beyond four times its size
 */
export async function openZip(source: ByteSource, caller: string): Promise<Map<string, ZipMember>> {
  const entries = await listEntries(source, caller);
  const members = new Map<string, ZipMember>();
  let unpacked = 0;
  for (const entry of entries) {
    if (entry.directory) continue;
    const name = entry.filename;
    if (members.has(name)) throw refusal(caller, `member ${JSON.stringify(name)} once, got twice`);
    if (entry.encrypted) throw refusal(caller, `member ${JSON.stringify(name)} to be readable, got it encrypted`);
    unpacked += entry.uncompressedSize;
    members.set(name, { name, size: entry.uncompressedSize, read: (most) => unpack(entry, caller, most) });
  }
  if (!(unpacked <= mostGrowth * source.size + freeBytes))
    throw new CheckpointError(
      `${caller}: expected at most ${mostGrowth} times the file's ${source.size} bytes unpacked, got ${unpacked}; this is a zip bomb or not a file of weights`,
    );
  return members;
}

class SourceReader extends Reader<ByteSource> {
  constructor(private readonly source: ByteSource) {
    super(source);
    this.size = source.size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const end = Math.min(index + length, this.source.size);
    return index < 0 || index >= end ? new Uint8Array(0) : this.source.read(index, end);
  }
}

async function listEntries(source: ByteSource, caller: string): Promise<Entry[]> {
  const reader = new ZipReader(new SourceReader(source), options);
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > mostMembers) throw refusal(caller, `at most ${mostMembers} members, got more`);
    }
  } catch (cause) {
    throw explain(cause, caller, "a zip archive");
  }
  return entries;
}

const options = {
  useWebWorkers: false,
  strictness: "balanced",
  checkSignature: true,
  checkOverlappingEntry: true,
} as const;

/** Collects what is unpacked, and stops at what was promised. */
async function unpack(entry: FileEntry, caller: string, most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(entry.uncompressedSize, most));
  let filled = 0;
  const what = `member ${JSON.stringify(entry.filename)}`;
  const enough = new Error("enough");
  const sink = new WritableStream<Uint8Array>({
    write(piece) {
      const room = bytes.length - filled;
      bytes.set(piece.length > room ? piece.subarray(0, room) : piece, filled);
      filled += Math.min(piece.length, room);
      if (piece.length > room || (most < entry.uncompressedSize && filled === bytes.length)) throw enough;
    },
  });
  try {
    await entry.getData(sink, options);
  } catch (cause) {
    if (!(most < entry.uncompressedSize && filled === bytes.length)) throw explain(cause, caller, what);
  }
  if (filled !== bytes.length)
    throw new CheckpointError(
      `${caller}: expected ${bytes.length} bytes of ${what}, got ${filled}; the file is damaged, copy or download it again`,
    );
  return bytes;
}

function refusal(caller: string, what: string): CheckpointError {
  return new CheckpointError(`${caller}: expected ${what}; this is not a file of weights`);
}

function explain(cause: unknown, caller: string, what: string): CheckpointError {
  if (cause instanceof CheckpointError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CheckpointError(
    `${caller}: expected ${what}, got an error of its reader (${reason}); the file is cut short or damaged, copy or download it again`,
    { cause },
  );
}
