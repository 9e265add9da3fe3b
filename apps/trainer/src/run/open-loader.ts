import type { ClipIndex } from "@vivit/datasets";
import { type ClipLoader, createClipLoader } from "@vivit/datasets/node";
import type { Preprocessing } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** What a loader may use of this machine. */
export type LoaderResources = Pick<Recipe["data"], "cacheMegabytes" | "workers" | "maxBadFraction"> &
  Partial<Pick<Recipe["data"], "balanced" | "missingFrames" | "cacheFolder" | "diskMegabytes" | "engine">>;

/** Batches of an index as a model wants them; a data set whose classes have a direction is never mirrored. */
export function openLoader(
  index: ClipIndex,
  { frames, stride, crop, shortSide, resize, frameRate }: Preprocessing,
  { cacheMegabytes, cacheFolder = "", diskMegabytes = 0, ...resources }: LoaderResources,
  { horizontalFlip = false, ...augmentation }: Partial<Recipe["augmentation"]> = {},
): ClipLoader {
  return createClipLoader(index, {
    frames,
    stride,
    crop,
    shortSide,
    resize,
    frameRate,
    workers: resources.workers,
    maxBadFraction: resources.maxBadFraction,
    missingFrames: resources.missingFrames,
    engine: resources.engine,
    balanced: resources.balanced,
    cacheBytes: cacheMegabytes * 2 ** 20,
    diskCache: cacheFolder ? { folder: cacheFolder, bytes: diskMegabytes * 2 ** 20 } : undefined,
    horizontalFlip: horizontalFlip && index.horizontalFlip,
    augmentation,
  });
}
