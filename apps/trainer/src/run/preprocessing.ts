import type { ModelConfig } from "@vivit/models";
import type { Recipe } from "../recipe/recipe-schema.ts";

/** How a video file becomes what the model sees. Pixels end up in [-1, 1]. */
export interface Preprocessing {
  /** Frames the model sees. */
  readonly frames: number;
  /** Video frames from one to the next. */
  readonly stride: number;
  /** Short side after resizing, in pixels. */
  readonly shortSide: number;
  /** Side of the square that the model sees, in pixels. */
  readonly crop: number;
  /** Clips along time whose logits are averaged. */
  readonly temporalViews: number;
  /** Crops of each clip: 1 or 3. */
  readonly spatialViews: 1 | 3;
}

/** The preprocessing of a recipe. */
export function preprocessingOf({ clip, evaluation: { temporalViews, spatialViews } }: Recipe): Preprocessing {
  return { ...clip, temporalViews, spatialViews };
}

/** As `preprocessor_config.json` of Hugging Face, with ours beside it under `vivit`. Source: transformers `VivitImageProcessor`. */
export function writePreprocessing(preprocessing: Preprocessing): Record<string, unknown> {
  const { shortSide, crop } = preprocessing;
  return {
    image_processor_type: "VivitImageProcessor",
    do_resize: true,
    size: { shortest_edge: shortSide },
    resample: 2,
    do_center_crop: true,
    crop_size: { height: crop, width: crop },
    do_rescale: true,
    rescale_factor: 1 / 127.5,
    offset: true,
    do_normalize: false,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    vivit: preprocessing,
  };
}

/** Read it back; a file by Hugging Face says nothing of time, so a stride of 2 and four views are taken, as the paper does. */
export function readPreprocessing(json: unknown, { clip }: ModelConfig): Preprocessing {
  const settings = json as { vivit?: Preprocessing; size?: { shortest_edge?: number } };
  if (settings.vivit) return settings.vivit;
  return {
    frames: clip.frames,
    stride: 2,
    shortSide: settings.size?.shortest_edge ?? Math.round((clip.height * 256) / 224),
    crop: clip.height,
    temporalViews: 4,
    spatialViews: 1,
  };
}
