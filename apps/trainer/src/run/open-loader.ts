import type { ClipIndex } from "@vivit/datasets";
import { type ClipLoader, createClipLoader } from "@vivit/datasets/node";
import type { Preprocessing } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** What a loader may use of this machine. */
export type LoaderResources = Pick<Recipe["data"], "cacheMegabytes" | "workers" | "maxBadFraction">;

/** Batches of an index as a model wants them; a data set whose classes have a direction is never mirrored. */
export function openLoader(
  index: ClipIndex,
  { frames, stride, crop, shortSide, resize }: Preprocessing,
  { cacheMegabytes, workers, maxBadFraction }: LoaderResources,
  mirror = false,
): ClipLoader {
  return createClipLoader(index, {
    frames,
    stride,
    crop,
    shortSide,
    resize,
    workers,
    maxBadFraction,
    cacheBytes: cacheMegabytes * 2 ** 20,
    horizontalFlip: mirror && index.horizontalFlip,
  });
}
