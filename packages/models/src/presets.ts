import { checkModelConfig, type ModelConfig } from "./model-config.ts";
import { nearestName } from "./nearest-name.ts";
import { listPresets, type PresetName, type PresetParts } from "./preset-names.ts";
import type { VariantName } from "./variants.ts";

/** What a preset leaves open; every other field of a configuration may be given too. */
export interface PresetOptions extends Partial<Omit<ModelConfig, "variant" | "clip">> {
  /** Frames of a clip; 32 unless said otherwise. */
  readonly frames?: number;
  /** Pixels; 224 unless said otherwise. */
  readonly height?: number;
  /** Pixels; 224 unless said otherwise. */
  readonly width?: number;
  /** Number of scores; the sum of `classSplits` where they are given, otherwise 400 (Kinetics) unless said otherwise. */
  readonly classes?: number;
  /** Blocks of Model 2's temporal encoder, which is otherwise as the spatial one; 4 unless said otherwise. Source: ViViT table 3. */
  readonly temporalDepth?: number;
}

/**
 * The configuration of a model with a name that people know.
 *
 * @param name size, patch, tubelet and variant, such as `vivit-b-16x2` or `vivit-l-16x2-fe`; `listPresets` lists all
 * @param options clip, classes, and whatever else is to differ
 * @throws ShapeError if the sizes do not fit together; RangeError for another name, with the nearest right one
 * Source: ViViT section 4.1 (32 frames of 224 × 224 pixels; Models 3 and 4 are pooled by the mean, as in Scenic).
 */
export function preset(name: PresetName, options: PresetOptions = {}): ModelConfig {
  const { frames = 32, height = 224, width = 224, temporalDepth = 4, ...rest } = options;
  const { size, patch, frames: depth, variant } = findPreset(name);
  const config: ModelConfig = {
    variant,
    clip: { frames, height, width },
    channels: 3,
    tubelet: { frames: depth, height: patch, width: patch },
    encoder: size,
    ...(variant === "factorized-encoder"
      ? { temporalEncoder: { ...(rest.encoder ?? size), depth: temporalDepth } }
      : {}),
    pool: poolOf[variant],
    classes: rest.classSplits?.reduce((sum, { classes }) => sum + classes, 0) ?? 400,
    ...rest,
  };
  checkModelConfig(config);
  return config;
}

/** Models with and without a class token. Source: Scenic's configurations. */
const poolOf = {
  "space-time": "token",
  "factorized-encoder": "token",
  "factorized-self-attention": "gap",
  "factorized-dot-product-attention": "gap",
  "average-pool-baseline": "token",
} as const satisfies Record<VariantName, ModelConfig["pool"]>;

function findPreset(name: string): PresetParts {
  const all = listPresets();
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const nearest = nearestName(
    name.toLowerCase(),
    all.map((one) => one.name),
  );
  throw new RangeError(
    `preset: expected a name such as vivit-b-16x2 or vivit-l-16x2-fe, got ${name}; the nearest is ${nearest}`,
  );
}

/** The paper's ablation and its large models: 32 frames of 224 × 224 pixels, Kinetics-400's classes. Source: ViViT section 4.1. */
export const presets = {
  "vivit-b-16x2": /* @__PURE__ */ preset("vivit-b-16x2"),
  "vivit-l-16x2": /* @__PURE__ */ preset("vivit-l-16x2"),
  "vivit-b-16x2-fe": /* @__PURE__ */ preset("vivit-b-16x2-fe"),
  "vivit-l-16x2-fe": /* @__PURE__ */ preset("vivit-l-16x2-fe"),
  "vivit-b-16x2-fsa": /* @__PURE__ */ preset("vivit-b-16x2-fsa"),
  "vivit-b-16x2-fdp": /* @__PURE__ */ preset("vivit-b-16x2-fdp"),
  "vivit-b-16x2-average-pool": /* @__PURE__ */ preset("vivit-b-16x2-average-pool"),
} as const satisfies Partial<Record<PresetName, ModelConfig>>;
