import type { EncoderSize } from "@vivit/transformer";
import { countTokens } from "../count-tokens.ts";
import { gridOf, placesOf } from "../embedding.ts";
import type { ModelConfig } from "../model-config.ts";
import type { VariantName } from "../variants.ts";

/** Groups of tokens, in each of which every token looks at every other by so many heads. */
export interface AttentionGroups {
  readonly groups: number;
  readonly tokens: number;
  readonly heads: number;
}

/** One encoder's work for one clip, as far as counting needs it. */
export interface EncoderStage {
  /** Whether it is Model 2's encoder over time. */
  readonly temporal: boolean;
  readonly size: EncoderSize;
  /** Sequences of one clip; each is pooled to one vector. */
  readonly sequences: number;
  /** Tokens of one sequence, its class token included. */
  readonly tokens: number;
  /** The self-attentions of one block, each with its own projections; one attention may split its heads among kinds of groups. */
  readonly attentions: readonly (readonly AttentionGroups[])[];
}

/** The encoders of a model in the order in which they run. Source: ViViT section 3.3. */
export function encoderStages(config: ModelConfig): readonly EncoderStage[] {
  return stagesOf[config.variant](config);
}

const stagesOf: Readonly<Record<VariantName, (config: ModelConfig) => readonly EncoderStage[]>> = {
  "space-time": (config) => [joint(config, config.encoder, 1, countTokens(gridOf(config)))],
  "factorized-encoder": (config) => [
    ...stagesOf["average-pool-baseline"](config),
    { ...joint(config, config.temporalEncoder!, 1, gridOf(config).frames), temporal: true },
  ],
  "average-pool-baseline": (config) => [joint(config, config.encoder, gridOf(config).frames, placesOf(config))],
  "factorized-self-attention": (config) => {
    const { time, space } = axes(config, config.encoder.heads);
    return [{ ...wholeGrid(config), attentions: [[time], [space]] }];
  },
  "factorized-dot-product-attention": (config) => {
    const { time, space } = axes(config, config.encoder.heads / 2);
    return [{ ...wholeGrid(config), attentions: [[time, space]] }];
  },
};

/** Sequences that are encoded by themselves, every token of one with every other. */
function joint({ pool }: ModelConfig, size: EncoderSize, sequences: number, places: number): EncoderStage {
  const tokens = places + Number(pool === "token");
  return { temporal: false, size, sequences, tokens, attentions: [[{ groups: sequences, tokens, heads: size.heads }]] };
}

function wholeGrid(config: ModelConfig): Omit<EncoderStage, "attentions"> {
  return { temporal: false, size: config.encoder, sequences: 1, tokens: countTokens(gridOf(config)) };
}

/** The tokens of each place over time, and those of each step over space. */
function axes(config: ModelConfig, heads: number): Record<"time" | "space", AttentionGroups> {
  const [steps, places] = [gridOf(config).frames, placesOf(config)];
  return { time: { groups: places, tokens: steps, heads }, space: { groups: steps, tokens: places, heads } };
}
