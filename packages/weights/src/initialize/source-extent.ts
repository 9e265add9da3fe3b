import type { Extent } from "@vivit/tokenization";
import { type InitializationContext, mainPrefix } from "./initialization-context.ts";

/**
 * The grid that positions of the source are for. Told, or else: the target's if they are as many; a square for an image or
 * one step; the target's rows and columns for a video.
 *
 * @param rows positions without the class token's
 * @returns a grid of `rows` places, or why there is none
 */
export function sourceExtent(
  rows: number,
  target: Extent,
  isTemporal: boolean,
  { source, sourceGrid }: InitializationContext,
): Extent | string {
  if (isTemporal) return { frames: rows, height: 1, width: 1 };
  const isStep = mainPrefix(source) === "spatial." || source.get("embedding.kernel")?.shape.length === 4;
  const told = sourceGrid && { ...sourceGrid, frames: isStep ? 1 : sourceGrid.frames };
  if (told) return count(told) === rows ? told : `the source has ${rows} positions, its grid ${count(told)} places`;
  if (count(target) === rows) return target;
  const side = Math.round(Math.sqrt(rows));
  if (isStep && side * side === rows) return { frames: 1, height: side, width: side };
  const places = target.height * target.width;
  if (!isStep && rows % places === 0) return { ...target, frames: rows / places };
  return `${rows} positions are for a grid that cannot be guessed; give the source its grid`;
}

function count({ frames, height, width }: Extent): number {
  return frames * height * width;
}
