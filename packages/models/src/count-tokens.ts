import type { Extent } from "@vivit/tokenization";

/** Tokens of a grid of time, rows and columns. */
export function countTokens({ frames, height, width }: Extent): number {
  return frames * height * width;
}
