import fc from "fast-check";
import { CheckpointError } from "../checkpoint-error.ts";
import { mutatedBytes } from "./mutate-bytes.ts";
import type { TriedParser } from "./parsers.ts";

/** Longest that one small file may take, in milliseconds. */
const longest = 1000;
/** Memory for each byte of a file, and beside that whatever its size: what unpacking takes for its windows. */
const [mostGrowth, freeBytes] = [4, 1_000_000];

/**
 * Read many changed files: each must be read, or refused with our own error, quickly and within four times its size.
 *
 * @param onFile told of each file before it is read
 * @returns how many were refused
 * @throws fast-check's error with the smallest file that breaks a rule and the seed
 */
export async function tryMutations(
  { original, read }: TriedParser,
  runs: number,
  seed?: number,
  onFile: (bytes: Uint8Array) => void = () => {},
): Promise<number> {
  let refused = 0;
  const keepsTheRules = async (bytes: Uint8Array) => {
    onFile(bytes);
    const [begun, busy, memory] = [performance.now(), busyMilliseconds(), bufferBytes()];
    try {
      const total = await read(bytes);
      if (total > mostGrowth * bytes.length + 65_536) throw new Error(`${total} bytes of values from ${bytes.length}`);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      refused++;
    }
    const taken = bufferBytes() - memory;
    if (taken > mostGrowth * bytes.length + freeBytes) throw new Error(`${taken} bytes of memory for ${bytes.length}`);
    const milliseconds = Math.min(performance.now() - begun, busyMilliseconds() - busy);
    if (milliseconds > longest) throw new Error(`took ${milliseconds} ms`);
  };
  await fc.assert(fc.asyncProperty(mutatedBytes(original), keepsTheRules), {
    numRuns: runs,
    ...(seed === undefined ? {} : { seed }),
  });
  return refused;
}

/** Of the processor: on a busy machine a short read may last long. */
function busyMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Every buffer of this thread; those let go count until they are collected, so that none is missed. */
function bufferBytes(): number {
  return process.memoryUsage().arrayBuffers;
}
