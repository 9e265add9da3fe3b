import { z } from "zod";
import { checkpointsSchema, earlyStoppingSchema } from "./saving-schema.ts";

const count = z.int().min(1);
const rate = z.number().min(0).lt(1);

/** Everything that decides a run, given its data. A wrong key is refused. */
export const recipeSchema = z.strictObject({
  /** All randomness comes from here. */
  seed: z.int().min(0),
  model: z.strictObject({
    variant: z.enum(["space-time", "factorized-encoder", "average-pool-baseline"]),
    dim: count,
    depth: count,
    /** Blocks of Model 2's temporal encoder; the others have none. */
    temporalDepth: count,
    heads: count,
    mlpDim: count,
    /** Frames, height and width of a tubelet, in frames and pixels. */
    tubelet: z.tuple([count, count, count]),
    pool: z.enum(["token", "gap", "gmp", "gsp"]),
  }),
  /** What a new model begins with. */
  init: z
    .strictObject({
      /** A trained model: a file, a folder, or hf:owner/name@revision. Empty: random values. */
      from: z.string(),
      /** How an image kernel becomes a tubelet kernel. */
      embedding: z.enum(["central-frame", "filter-inflation", "approximate-rank-pooling", "fresh"]),
      /** What becomes of positions for another grid. */
      positions: z.enum(["resize", "tile", "resize-tile", "fresh"]),
      classToken: z.enum(["copy", "same-name", "fresh"]),
      /** The classes are others, so their scores begin anew; "copy" where they are the same. */
      head: z.enum(["fresh", "copy"]),
      /** Parameters that stay as they are: paths, branches, `*` for anything. */
      freeze: z.array(z.string().min(1)),
    })
    .default({
      from: "",
      embedding: "central-frame",
      positions: "resize",
      classToken: "copy",
      head: "fresh",
      freeze: [],
    }),
  clip: z.strictObject({
    /** Frames the model sees. */
    frames: count,
    /** Video frames from one to the next. */
    stride: count,
    /** Short side after resizing, in pixels. */
    shortSide: count,
    /** Side of the square that the model sees, in pixels. */
    crop: count,
  }),
  augmentation: z.strictObject({
    /** Mirror half of the training clips; a data set whose classes have a direction turns it off. */
    horizontalFlip: z.boolean(),
  }),
  train: z.strictObject({
    epochs: count,
    batch: count,
    labelSmoothing: rate,
    /** Largest global norm of the gradient; 0: no limit. */
    clipNorm: z.number().min(0),
    dropout: rate,
    attentionDropout: rate,
    /** Stochastic depth: the rate of the last block. */
    dropPath: rate,
  }),
  optimizer: z.discriminatedUnion("name", [
    z.strictObject({ name: z.literal("momentum"), momentum: rate, weightDecay: z.number().min(0) }),
    z.strictObject({
      name: z.literal("adamw"),
      beta1: rate,
      beta2: rate,
      epsilon: z.number().positive(),
      weightDecay: z.number().min(0),
    }),
  ]),
  learningRate: z.strictObject({
    peak: z.number().positive(),
    /** May be a fraction; half of the run at most. */
    warmupEpochs: z.number().min(0),
    decay: z.enum(["cosine", "linear", "constant"]),
  }),
  evaluation: z.strictObject({
    /** Clips along time, evenly placed. */
    temporalViews: count,
    /** Crops of each: 1 (center) or 3 (along the longer side). */
    spatialViews: z.union([z.literal(1), z.literal(3)]),
    /** Views in one call of the model. */
    batch: count,
    /** Epochs from one evaluation during training to the next; the last epoch is always evaluated. */
    everyEpochs: count.default(1),
  }),
  checkpoints: checkpointsSchema,
  earlyStopping: earlyStoppingSchema,
  data: z.strictObject({
    /** Memory for decoded clips, in megabytes. */
    cacheMegabytes: z.number().min(0),
    /** Processes that decode. */
    workers: count,
    /** Share of files that may be unreadable before the run stops. */
    maxBadFraction: z.number().min(0).max(1),
  }),
});

/** Everything that decides a run, given its data. */
export type Recipe = z.infer<typeof recipeSchema>;
