import { ShapeError } from "@vivit/nn";
import type { HeadParams } from "./head.ts";
import type { ModelMasks } from "./model.ts";
import { checkModelConfig, type ModelConfig } from "./model-config.ts";
import type { Variant } from "./variant.ts";
import { variants } from "./variants.ts";

/** The variant that a configuration names, once its sizes are known to fit together. */
export function findVariant(config: ModelConfig): Variant<HeadParams, ModelMasks> {
  checkModelConfig(config);
  return variants[config.variant] as unknown as Variant<HeadParams, ModelMasks>;
}

/** Refuse clips that are not the configuration's. */
export function checkVideo(video: { readonly shape: readonly number[] }, config: ModelConfig, caller: string): void {
  const { frames, height, width } = config.clip;
  const wanted = { frames, height, width, channels: config.channels };
  const [, ...got] = video.shape;
  if (video.shape.length === 5 && Object.values(wanted).every((size, axis) => size === got[axis])) return;
  const axes = Object.entries(wanted).map(([name, size]) => `${name}=${size}`);
  throw new ShapeError(
    `${caller}: video: expected [batch, ${axes.join(", ")}], got [${video.shape.join(", ")}]; sample, resize or crop it so, or configure a model for such clips`,
  );
}
