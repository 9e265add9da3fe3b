import type { DecodedJob } from "./decode-views.ts";
import { PixelMemory } from "./pixel-memory.ts";
import type { LentBytes, MemoryReader, OwnMemory } from "./shared-memory.ts";

/** An answer whose pixels may lie in the memory of the process that made it. */
export type LentJob = DecodedJob | { readonly lent: readonly LentBytes[]; readonly rest: DecodedJob };

/** Put the pixels of an answer where the other process can read them, if there is room. */
export function lendResult(memory: OwnMemory, result: DecodedJob): LentJob {
  const pixels = "whole" in result ? [result.whole.clip.values] : result.views;
  const lent = pixels.map((bytes) => memory.lend(bytes));
  if (!lent.every((bytes) => bytes !== undefined)) return result;
  return { lent, rest: withPixels(result, []) };
}

/**
 * Copy the pixels of an answer here.
 *
 * @param pixels where to take memory from; new if left out
 * @throws Error if they cannot be read
 */
export function takeResult(memory: MemoryReader | undefined, result: LentJob, pixels = new PixelMemory()): DecodedJob {
  if (!("lent" in result)) return result;
  if (!memory) throw new Error("takeResult: expected the memory of the decoding process, got none");
  return withPixels(
    result.rest,
    result.lent.map((bytes) => memory.read(bytes, pixels)),
  );
}

function withPixels(result: DecodedJob, pixels: readonly Uint8Array[]): DecodedJob {
  if (!("whole" in result)) return { ...result, views: pixels };
  const { clip, places } = result.whole;
  return { whole: { clip: { ...clip, values: pixels[0] ?? new Uint8Array() }, places } };
}
