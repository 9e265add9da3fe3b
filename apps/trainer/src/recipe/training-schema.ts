import { z } from "zod";

const count = z.int().min(1);
const rate = z.number().min(0).lt(1);
const factor = z.number().min(0).max(1);

/** How long, in which batches, and held back by what. docs/training.md says which of these to choose. */
export const trainSchema = z.strictObject({
  epochs: count,
  /** Clips of one update. */
  batch: count,
  /** Clips in memory at once, whose gradients add up to the batch's; divides it. 0: the whole batch. */
  microBatch: z.int().min(0).default(0),
  labelSmoothing: rate.default(0),
  /** Alpha of mixup's Beta distribution; 0: no mixing. */
  mixup: z.number().min(0).default(0),
  /** Largest global norm of the gradient; 0: no limit. */
  clipNorm: z.number().min(0).default(0),
  dropout: rate.default(0),
  attentionDropout: rate.default(0),
  /** Stochastic depth: the rate of the last block. */
  dropPath: rate.default(0),
  /** Drop-path in Model 3 too, where the reference ignores it. */
  dropPathInFactorizedSelfAttention: z.boolean().default(false),
  /** Compute each block again for its gradient: the same numbers from less memory, in about a third more time. */
  gradientCheckpointing: z.boolean().default(false),
  /** "balanced": a clip counts for as much as its class is rare. */
  classWeights: z.enum(["equal", "balanced"]).default("equal"),
  /** Share of the running mean of the parameters that stays at each update; that mean is evaluated and saved. 0: none. */
  averageDecay: rate.default(0),
  /** Learning rate of a block, as a share of the block's above it; 1: all alike. */
  layerDecay: z.number().positive().max(1).default(1),
});

/** Decoupled: kernels shrink by learningRate · weightDecay at each update. */
const weightDecay = z.number().min(0).default(0);
/** Coupled: half of this times the squares of all matrices is part of the loss. */
const l2 = z.number().min(0).default(0);
const adamFields = {
  beta1: rate.default(0.9),
  beta2: rate.default(0.999),
  epsilon: z.number().positive().default(1e-8),
};

/** How gradients change parameters. */
export const optimizerSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("momentum"), momentum: rate.default(0.9), weightDecay, l2 }),
  z.strictObject({ name: z.literal("adamw"), ...adamFields, weightDecay: weightDecay.default(0.05) }),
  z.strictObject({ name: z.literal("adam"), ...adamFields, l2 }),
]);

export const optimizerNames = optimizerSchema.options.map(({ shape }) => shape.name.value);

/** The learning rate by step. */
export const learningRateSchema = z.strictObject({
  peak: z.number().positive(),
  /** May be a fraction; half of the run at most. */
  warmupEpochs: z.number().min(0).default(0),
  decay: z.enum(["cosine", "linear", "step", "constant"]),
  /** Where cosine and linear end, as a share of the peak. */
  lowest: factor.default(0),
  /** Epochs at whose begin the rate of "step" is multiplied by `stepFactor`. */
  stepEpochs: z.array(z.number().positive()).default([]),
  stepFactor: factor.default(0.1),
});
