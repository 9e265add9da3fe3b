import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { PixelMemory } from "./pixel-memory.ts";

/** Bytes in a process's shared memory. */
export interface LentBytes {
  readonly offset: number;
  readonly length: number;
}

/** Most bytes that one process lends at a time; what does not fit goes through the channel between the processes. */
const most = 2 ** 27;

/** Linux: an open file without a name, in a file system in memory. It is gone with the process that opened it. */
const [folder, withoutName] = ["/dev/shm", 0o20200000];

/** Whether processes can hand each other bytes in memory here. */
export function canShareMemory(): boolean {
  const memory = openOwnMemory();
  if (!memory) return false;
  const reader = openMemoryOf(process.pid, memory.file);
  memory.close();
  reader?.close();
  return reader !== undefined;
}

/**
 * Memory of this process that others may read.
 *
 * @returns undefined where there is none
 */
export function openOwnMemory() {
  let file: number;
  try {
    file = openSync(folder, withoutName | 2, 0o600);
  } catch {
    return undefined;
  }
  let next = 0;
  return {
    file,
    /** Begin anew: everything lent before is forgotten. */
    reset(): void {
      next = 0;
    },
    /** Put bytes where others can read them; undefined if there is no room. */
    lend(bytes: Uint8Array): LentBytes | undefined {
      if (next + bytes.length > most) return undefined;
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, next + done);
      } catch {
        return undefined; // the file system is full
      }
      next += bytes.length;
      return { offset: next - bytes.length, length: bytes.length };
    },
    close: () => closeSync(file),
  };
}

/**
 * The memory of another process of the same user, to read.
 *
 * @param file number of the open file in that process
 * @returns undefined if it is not to be had
 */
export function openMemoryOf(id: number, file: number) {
  let own: number;
  try {
    own = openSync(`/proc/${id}/fd/${file}`, "r");
  } catch {
    return undefined;
  }
  return {
    /** @param memory where to take that of the copy from */
    read({ offset, length }: LentBytes, memory: PixelMemory): Uint8Array {
      const bytes = memory.take(length);
      for (let done = 0; done < length; ) {
        const count = readSync(own, bytes, done, length - done, offset + done);
        if (count === 0) throw new Error(`readSharedMemory: expected ${length} bytes at ${offset}, got ${done}`);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(own),
  };
}

/** Another process's memory. */
export type MemoryReader = NonNullable<ReturnType<typeof openMemoryOf>>;

/** This process's memory. */
export type OwnMemory = NonNullable<ReturnType<typeof openOwnMemory>>;
