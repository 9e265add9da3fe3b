import { type PresetName, preset } from "@vivit/models";
import { UsageError } from "../usage-error.ts";

/** The paper's clip beside a crop of 224 pixels. Source: ViViT section 4.1. */
const paperClip = { stride: 2, shortSide: 256 } as const;

/**
 * A model with a name that people know, as settings of a recipe: variant, sizes, tubelet, pool, and the clip of the paper.
 *
 * @param name such as `vivit-b-16x2` or `vivit-l-16x2-fe`
 * @throws UsageError for another name, with the nearest right one
 */
export function presetSettings(name: string): [path: string, value: string][] {
  const { variant, encoder, temporalEncoder, tubelet, pool, clip } = findPreset(name);
  const settings = {
    "model.variant": variant,
    "model.dim": encoder.dim,
    "model.depth": encoder.depth,
    "model.temporalDepth": temporalEncoder?.depth,
    "model.heads": encoder.heads,
    "model.mlpDim": encoder.mlpDim,
    "model.tubelet": [tubelet.frames, tubelet.height, tubelet.width],
    "model.pool": pool,
    "clip.frames": clip.frames,
    "clip.stride": paperClip.stride,
    "clip.shortSide": paperClip.shortSide,
    "clip.crop": clip.height,
  };
  return Object.entries(settings).flatMap(([path, value]) => (value === undefined ? [] : [[path, String(value)]]));
}

function findPreset(name: string) {
  try {
    return preset(name as PresetName);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error; // a name that no model has
  }
}
