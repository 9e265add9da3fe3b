import type { ClipIndex } from "@vivit/datasets";
import { checkModelConfig, type ModelConfig } from "@vivit/models";
import type { Recipe } from "./recipe-schema.ts";

/**
 * The model that a recipe asks for.
 *
 * @throws ShapeError if its sizes do not fit together
 */
export function modelConfigOf(
  { model, clip }: Recipe,
  { classes, heads: classSplits, severalLabels }: Pick<ClipIndex, "classes" | "heads" | "severalLabels">,
): ModelConfig {
  const { dim, heads, mlpDim } = model;
  const [frames, height, width] = model.tubelet;
  const config: ModelConfig = {
    variant: model.variant,
    clip: { frames: clip.frames, height: clip.crop, width: clip.crop },
    channels: 3,
    tubelet: { frames, height, width },
    encoder: { dim, depth: model.depth, heads, mlpDim },
    ...(model.variant === "factorized-encoder"
      ? { temporalEncoder: { dim, depth: model.temporalDepth, heads, mlpDim } }
      : {}),
    pool: model.pool,
    classes: classes.length,
    ...(classSplits ? { classSplits } : {}),
    ...(severalLabels ? { severalLabels } : {}),
  };
  checkModelConfig(config);
  return config;
}
