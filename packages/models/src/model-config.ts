import { checkHeads, ShapeError } from "@vivit/nn";
import type { Extent, KernelInitialization } from "@vivit/tokenization";
import type { EncoderSize } from "@vivit/transformer";
import { type ClassSplit, checkClassSplits } from "./class-splits.ts";
import { gridOf } from "./embedding.ts";
import type { AttentionOrder } from "./factorized-self-attention-block.ts";
import { type Pool, pools } from "./pool-tokens.ts";
import { checkPositions, type PositionEncoding, positionEncodings } from "./position-encoding.ts";
import { type VariantName, variants } from "./variants.ts";

/** Everything that decides a model's parameters and arithmetic. Plain data. */
export interface ModelConfig {
  readonly variant: VariantName;
  /** What the model sees: frames, height and width in pixels. */
  readonly clip: Extent;
  /** Color channels, 3 for RGB. */
  readonly channels: number;
  /** What one token sees; must divide the clip. */
  readonly tubelet: Extent;
  /** Uniform frame sampling: frames kept of the clip; absent: all. The paper then takes tubelets of one frame. */
  readonly sampledFrames?: number;
  /** The encoder; in Model 2 the spatial one. */
  readonly encoder: EncoderSize;
  /** Model 2's temporal encoder; the same `dim`. */
  readonly temporalEncoder?: EncoderSize;
  /** Model 3: which axis a block mixes first; space unless said otherwise. */
  readonly attentionOrder?: AttentionOrder;
  /** How the kernel of a new model's tubelet embedding begins; LeCun normal unless said otherwise. */
  readonly embeddingInitialization?: KernelInitialization;
  /** How tokens know where they are; learned unless said otherwise, which is the only kind with a parameter. */
  readonly positions?: PositionEncoding;
  /** How tokens become one vector. */
  readonly pool: Pool;
  /** Width of a dense tanh layer before the head (Scenic `pre_logits`); absent: none. */
  readonly representationDim?: number;
  /** Number of scores, of all heads together. */
  readonly classes: number;
  /** Several heads in one: what the scores tell, in their order; they sum to `classes`. `splitLogits` cuts them. */
  readonly classSplits?: readonly ClassSplit[];
  /** Whether a clip may show several classes, or none: each score has a sigmoid of its own instead of one softmax. */
  readonly severalLabels?: boolean;
  /**
   * While training, compute each block again for its gradient instead of keeping what it computed: the same numbers
   * from much less memory, in about a third more time.
   */
  readonly gradientCheckpointing?: boolean;
}

/**
 * Refuse a configuration that no model can have.
 *
 * @throws ShapeError with the sizes that do not fit
 */
export function checkModelConfig(config: ModelConfig): void {
  checkChoice("variant", config.variant, Object.keys(variants));
  checkChoice("pool", config.pool, Object.keys(pools));
  checkChoice("positions", config.positions ?? "learned", positionEncodings);
  checkChoice("embeddingInitialization", config.embeddingInitialization ?? "lecun-normal", embeddingInitializations);
  gridOf(config, "checkModelConfig");
  for (const size of [config.encoder, config.temporalEncoder])
    if (size) checkHeads(size.dim, size.heads, "checkModelConfig");
  const counts = {
    channels: config.channels,
    classes: config.classes,
    depth: config.encoder.depth,
    mlpDim: config.encoder.mlpDim,
    "temporal depth": config.temporalEncoder?.depth ?? 1,
    "temporal mlpDim": config.temporalEncoder?.mlpDim ?? 1,
    representationDim: config.representationDim ?? 1,
    sampledFrames: config.sampledFrames ?? 1,
  };
  for (const [name, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 1)
      throw new ShapeError(`checkModelConfig: ${name} must be a whole number of 1 or more, got ${count}`);
  if (config.temporalEncoder && config.temporalEncoder.dim !== config.encoder.dim)
    throw new ShapeError(
      `checkModelConfig: temporal encoder dim ${config.temporalEncoder.dim} is not the spatial encoder's ${config.encoder.dim}; give both the same`,
    );
  checkPositions(config.positions, config.encoder.dim);
  checkClassSplits(config);
  if (config.classSplits && config.severalLabels)
    throw new ShapeError("checkModelConfig: expected classSplits or severalLabels, got both; leave one out");
}

const embeddingInitializations: readonly KernelInitialization[] = ["lecun-normal", "central-frame", "repeated-frame"];

/** Configurations come from files too, where no type holds. */
function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value))
    throw new ShapeError(`checkModelConfig: ${name}: expected ${choices.join(", ")}, got ${value}`);
}
