import type { ClipIndex } from "@vivit/datasets";
import { checkModelConfig, type ModelConfig, parameterSpecs } from "@vivit/models";
import { UsageError } from "../usage-error.ts";
import type { Recipe } from "./recipe-schema.ts";

/**
 * The model that a recipe asks for.
 *
 * @throws ShapeError if its sizes do not fit together; UsageError if it asks for what the model would leave undone
 */
export function modelConfigOf(
  { model, clip, train }: Recipe,
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
    ...optionsOf(model),
    pool: model.pool,
    classes: classes.length,
    ...(classSplits ? { classSplits } : {}),
    ...(severalLabels ? { severalLabels } : {}),
    ...(train.gradientCheckpointing ? { gradientCheckpointing: true } : {}),
  };
  checkModelConfig(config);
  parameterSpecs(config); // what the variant itself refuses
  checkDropPath(train, config);
  return config;
}

/** What is left out where it is as usual. */
function optionsOf({ variant, attentionOrder, positions, sampledFrames, representationDim }: Recipe["model"]) {
  return {
    ...(variant === "factorized-self-attention" ? { attentionOrder } : {}),
    ...(positions === "learned" ? {} : { positions }),
    ...(sampledFrames > 0 ? { sampledFrames } : {}),
    ...(representationDim > 0 ? { representationDim } : {}),
  };
}

/** Nothing that was asked for is left undone in silence. */
function checkDropPath(train: Recipe["train"], { variant }: ModelConfig): void {
  const isIgnored = variant === "factorized-self-attention" && !train.dropPathInFactorizedSelfAttention;
  if (train.dropPath > 0 && isIgnored)
    throw new UsageError(
      `recipe: train.dropPath is ${train.dropPath}, and the reference drops no path in Model 3; give train.dropPathInFactorizedSelfAttention true to drop them, or train.dropPath 0`,
    );
}
