import { z } from "zod";
import { checkTogether } from "./check-together.ts";
import { initSchema, modelSchema } from "./model-schema.ts";
import { checkpointsSchema, earlyStoppingSchema } from "./saving-schema.ts";
import { learningRateSchema, optimizerSchema, trainSchema } from "./training-schema.ts";

const count = z.int().min(1);
const share = z.number().min(0).max(1);

const recipeShape = z.strictObject({
  /** All randomness comes from here. */
  seed: z.int().min(0),
  model: modelSchema,
  /** What a new model begins with. */
  init: initSchema,
  clip: z.strictObject({
    /** Frames the model sees. */
    frames: count,
    /** Video frames from one to the next. */
    stride: count,
    /** Short side after resizing, in pixels. */
    shortSide: count,
    /** Side of the square that the model sees, in pixels. */
    crop: count,
    /** What black and white become; a source trained on another range than [-1, 1] keeps its own. */
    range: z
      .tuple([z.number(), z.number()])
      .refine(([black, white]) => black < white, "expected black below white")
      .default([-1, 1]),
    /** Frames per second to resample to before the stride counts; 0: every frame of the file. */
    frameRate: z.number().min(0).default(0),
    /** How frames are resized: as TensorFlow (Scenic) or Pillow (Hugging Face) does, to the bit, or fast by FFmpeg. */
    resize: z.enum(["tensorflow", "pillow", "native"]).default("tensorflow"),
  }),
  augmentation: z.strictObject({
    /** Mirror half of the training clips; a data set whose classes have a direction turns it off. */
    horizontalFlip: z.boolean(),
    /** Share of clips whose height and width are each multiplied by a factor of their own before the crop. */
    scaleJitter: share.default(0),
    /** Between which factors. */
    scaleRange: z.tuple([z.number().positive(), z.number().positive()]).default([0.9, 1.33]),
    /** Share of clips whose brightness, saturation, contrast and hue are changed; not with RandAugment. */
    colorJitter: share.default(0),
    /** Share of clips that become grey, behind color jitter. */
    colorDrop: share.default(0),
    /** RandAugment: operations one after the other, and how strong they are, of 10; no layers: none. */
    randAugment: z
      .strictObject({ layers: z.int().min(0), magnitude: z.number().min(0).max(30) })
      .default({ layers: 0, magnitude: 0 }),
    /** Share of clips of which a box is replaced by noise. */
    randomErasing: share.default(0),
    /** Keep the quirks of the reference implementation, to compare with it. */
    reference: z.boolean().default(false),
  }),
  train: trainSchema,
  optimizer: optimizerSchema,
  learningRate: learningRateSchema,
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
    maxBadFraction: share,
    /** What to do with a clip of which frames are missing: leave it out, use what is there, or end the run. */
    missingFrames: z.enum(["skip", "use-partial", "fail"]).default("use-partial"),
    /** Draw every class equally often. */
    balanced: z.boolean().default(false),
    /** Folder for decoded clips, kept from run to run; empty: none. */
    cacheFolder: z.string().default(""),
    /** Disk space for decoded clips, in megabytes. */
    diskMegabytes: z.number().min(0).default(0),
    /** What decodes: the package node-av, or the program `ffmpeg`. */
    engine: z.enum(["node-av", "ffmpeg"]).default("node-av"),
  }),
});

/** Everything that decides a run, given its data. A wrong key is refused. */
export const recipeSchema = recipeShape.superRefine(checkTogether);

/** Everything that decides a run, given its data. */
export type Recipe = z.infer<typeof recipeShape>;
