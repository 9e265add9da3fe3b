import type { ViewShape } from "../clip-view.ts";

/** Sizes of what a loader reads. */
export interface LoaderShape extends ViewShape {
  /** Pixels of the shorter side after resize. */
  readonly shortSide: number;
  /** Frames per second to resample to. */
  readonly frameRate?: number;
}

/** @throws RangeError for sizes that are none or do not fit together */
export function checkShape(shape: LoaderShape): void {
  for (const name of ["frames", "stride", "crop", "shortSide"] as const) {
    if (Number.isInteger(shape[name]) && shape[name] > 0) continue;
    throw new RangeError(`createClipLoader: expected ${name} to be a whole number above 0, got ${shape[name]}`);
  }
  if (shape.shortSide < shape.crop)
    throw new RangeError(
      `createClipLoader: expected shortSide of at least the crop ${shape.crop}, got ${shape.shortSide}; resize larger or crop smaller`,
    );
  const { frameRate = 0 } = shape;
  if (!(frameRate >= 0 && Number.isFinite(frameRate)))
    throw new RangeError(`createClipLoader: expected a frameRate of 0 or more a second, got ${frameRate}`);
}
