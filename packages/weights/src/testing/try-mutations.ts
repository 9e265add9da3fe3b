import fc from "fast-check";
import { CheckpointError } from "../checkpoint-error.ts";
import { mutatedBytes } from "./mutate-bytes.ts";
import type { TriedParser } from "./parsers.ts";

/** Longest that one small file may take, in milliseconds. */
const longest = 1000;

/**
 * Read many changed files: each must be read, or refused with our own error, quickly and within four times its size.
 *
 * @returns how many were refused
 * @throws fast-check's error with the smallest file that breaks a rule and the seed
 */
export async function tryMutations({ original, read }: TriedParser, runs: number, seed?: number): Promise<number> {
  let refused = 0;
  const keepsTheRules = async (bytes: Uint8Array) => {
    const begun = performance.now();
    try {
      const total = await read(bytes);
      if (total > 4 * bytes.length + 65_536) throw new Error(`${total} bytes of values from ${bytes.length}`);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      refused++;
    }
    const milliseconds = performance.now() - begun;
    if (milliseconds > longest) throw new Error(`took ${milliseconds} ms`);
  };
  await fc.assert(fc.asyncProperty(mutatedBytes(original), keepsTheRules), {
    numRuns: runs,
    ...(seed === undefined ? {} : { seed }),
  });
  return refused;
}
