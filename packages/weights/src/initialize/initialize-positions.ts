import { type HostTensor, hostTensor } from "@vivit/nn";
import { type Extent, resizeAndTilePositions, resizePositions, tilePositions } from "@vivit/tokenization";
import { type InitializationContext, mainPrefix } from "./initialization-context.ts";
import { leaveFresh, type Outcome } from "./outcome.ts";
import { sourceExtent } from "./source-extent.ts";
import { splitPositions } from "./split-positions.ts";

/**
 * The learned positions of one encoder: the class token's row by itself, the others as a grid.
 *
 * Source: ViViT section 3.4, positional embeddings; Scenic `init_posemb`.
 */
export function initializePositions(path: string, fresh: HostTensor, context: InitializationContext): Outcome {
  const { source, target, targetGrid, options } = context;
  if (options.positions === "fresh") return leaveFresh("positions are not restored");
  const isTemporal = path.startsWith("temporal.");
  const from = isTemporal ? path : `${mainPrefix(source)}positions`;
  const stored = source.get(from);
  if (!stored) return leaveFresh(`the source has no ${from}`);
  if (stored.shape.at(-1) !== fresh.shape.at(-1))
    return { how: "refused", why: `expected dim ${fresh.shape.at(-1)}, got ${stored.shape.at(-1)}` };

  const theirs = splitPositions(stored, source.has(from.replace("positions", "classToken")));
  const ours = splitPositions(fresh, target.has(path.replace("positions", "classToken")));
  const extent = extentOf(path, targetGrid);
  const before = sourceExtent(theirs.grid.shape[1]!, extent, isTemporal, context);
  if (typeof before === "string") return { how: "refused", why: before };
  const fitted = fit(theirs.grid, before, extent, isTemporal ? "resize" : options.positions);
  if (typeof fitted === "string") return { how: "refused", why: fitted };
  const row = ours.classToken && (theirs.classToken ?? ours.classToken);
  const why = fitted.why + describeRow(Boolean(theirs.classToken), Boolean(ours.classToken));
  return { how: fitted.how, tensor: join(row, fitted.grid), from, why };
}

function extentOf(path: string, grid: Extent): Extent {
  if (path.startsWith("temporal.")) return { ...grid, height: 1, width: 1 };
  return path.startsWith("spatial.") ? { ...grid, frames: 1 } : grid;
}

interface Fitted {
  readonly how: "copied" | "resized" | "tiled";
  readonly grid: HostTensor;
  readonly why: string;
}

/** @returns the positions for the new grid, or why not */
function fit(grid: HostTensor, from: Extent, to: Extent, change: "resize" | "tile" | "resize-tile"): Fitted | string {
  const samePlaces = from.height === to.height && from.width === to.width;
  if (samePlaces && from.frames === to.frames) return { how: "copied", grid, why: "the same grid" };
  const why = `from ${describe(from)} to ${describe(to)}`;
  if (change === "resize") {
    const how = samePlaces && from.frames === 1 ? "tiled" : "resized";
    return { how, grid: resizePositions(grid, from, to), why };
  }
  if (to.frames % from.frames !== 0)
    return `${to.frames} time steps are not a multiple of the source's ${from.frames}; take positions "resize"`;
  if (change === "resize-tile") return { how: "resized", grid: resizeAndTilePositions(grid, from, to), why };
  if (!samePlaces)
    return `positions ${why} cannot be tiled, rows or columns differ; take positions "resize" or "resize-tile"`;
  return { how: "tiled", grid: tilePositions(grid, to.frames * to.height * to.width), why };
}

function describe({ frames, height, width }: Extent): string {
  return `${frames}×${height}×${width}`;
}

function describeRow(theirs: boolean, ours: boolean): string {
  if (theirs === ours) return "";
  return theirs ? ", without the class token's" : ", the class token's fresh";
}

function join(row: HostTensor | undefined, grid: HostTensor): HostTensor {
  if (!row) return grid;
  const values = new Float32Array(row.values.length + grid.values.length);
  values.set(row.values as Float32Array);
  values.set(grid.values as Float32Array, row.values.length);
  return hostTensor(values, [1, 1 + grid.shape[1]!, grid.shape[2]!]);
}
