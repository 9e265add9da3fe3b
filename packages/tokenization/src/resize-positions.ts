import { type HostTensor, hostTensor, ShapeError, sizes } from "@vivit/nn";
import type { Extent } from "./embed-tubelets.ts";

/**
 * Fit learned positions to another grid: linear along time, rows and columns, the corners kept where they are.
 *
 * Along an axis, place i of n reads place i (m − 1) / (n − 1) of m; one place alone is repeated, and one output reads the
 * first. With one frame on both sides this is the bilinear resizing of an image model's positions; with one row and one
 * column, the resizing of temporal positions.
 *
 * @param positions [1, tokens, dim] or [tokens, dim], without the class token's
 * @param from what they are for, ordered by time, row, column
 * @param to what they shall be for
 * @returns [1, tokens, dim]
 * @throws ShapeError if there are not as many positions as places
 * Source: Scenic `positional_embed_size_change: resize` (`scipy.ndimage.zoom`, order 1; square grids only, here any).
 */
export function resizePositions(positions: HostTensor, from: Extent, to: Extent): HostTensor<"float32"> {
  const dim = dimOf(positions, from, "resizePositions");
  let values = positions.values as Float32Array;
  values = resizeAxis(values, from.frames, to.frames, from.height * from.width * dim);
  values = resizeAxis(values, from.height, to.height, from.width * dim);
  values = resizeAxis(values, from.width, to.width, dim);
  return hostTensor(Float32Array.from(values), [1, values.length / dim, dim]);
}

/**
 * Repeat learned positions along time.
 *
 * @param positions [1, tokens, dim] or [tokens, dim], ordered by time, row, column, without the class token's
 * @param tokens how many there shall be, a multiple of what there is
 * @returns [1, tokens, dim]
 * @throws ShapeError if `tokens` is no multiple
 * Source: ViViT section 3.4, positional embeddings; Scenic `positional_embed_size_change: tile` (which does not check).
 */
export function tilePositions(positions: HostTensor, tokens: number): HostTensor<"float32"> {
  const [count, dim] = positions.shape.slice(-2) as [number, number];
  if (tokens < count || tokens % count !== 0)
    throw new ShapeError(
      `tilePositions: ${tokens} tokens are not a multiple of ${count} positions; resize them first (resizeAndTilePositions)`,
    );
  const values = new Float32Array(tokens * dim);
  for (let at = 0; at < values.length; at += count * dim) values.set(positions.values as Float32Array, at);
  return hostTensor(values, [1, tokens, dim]);
}

/**
 * Fit learned positions to other rows and columns, then repeat them along time.
 *
 * @param positions [1, tokens, dim] or [tokens, dim], without the class token's
 * @returns [1, tokens, dim]
 * @throws ShapeError if the frames of `to` are no multiple of those of `from`
 * Source: Scenic `positional_embed_size_change: resize_tile`.
 */
export function resizeAndTilePositions(positions: HostTensor, from: Extent, to: Extent): HostTensor<"float32"> {
  if (to.frames % from.frames !== 0)
    throw new ShapeError(
      `resizeAndTilePositions: ${to.frames} time steps are not a multiple of ${from.frames}; resize time as well (resizePositions)`,
    );
  return tilePositions(
    resizePositions(positions, from, { ...to, frames: from.frames }),
    to.frames * to.height * to.width,
  );
}

function dimOf(positions: HostTensor, { frames, height, width }: Extent, caller: string): number {
  const flat = positions.shape.length === 3 ? { ...positions, shape: positions.shape.slice(1) } : positions;
  return sizes(flat, "tokens dim", `${caller}: positions`, { tokens: frames * height * width }).dim;
}

/** Values [outer, from, inner] → [outer, to, inner]. */
function resizeAxis(values: Float32Array, from: number, to: number, inner: number): Float32Array {
  if (from === to) return values;
  const outer = values.length / (from * inner);
  const resized = new Float32Array(outer * to * inner);
  for (let target = 0; target < to; target++) {
    const place = to === 1 ? 0 : (target * (from - 1)) / (to - 1);
    const before = Math.min(Math.floor(place), from - 1);
    const [after, share] = [Math.min(before + 1, from - 1), place - before];
    for (let at = 0; at < outer; at++)
      for (let index = 0; index < inner; index++) {
        const [low, high] = [
          values[(at * from + before) * inner + index]!,
          values[(at * from + after) * inner + index]!,
        ];
        resized[(at * to + target) * inner + index] = low * (1 - share) + high * share;
      }
  }
  return resized;
}
