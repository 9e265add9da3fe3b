import { z } from "zod";

/** When a run saves itself besides the end of every epoch, and what it keeps. None of it changes what is learned. */
export const checkpointsSchema = z
  .strictObject({
    /** Minutes from one save to the next; 0: no clock. */
    everyMinutes: z.number().min(0),
    /** Steps from one save to the next; 0: none are counted. */
    everySteps: z.int().min(0),
    /** How many of the newest stay; the best stays besides. */
    keep: z.int().min(1),
  })
  .default({ everyMinutes: 10, everySteps: 0, keep: 2 });

/** When to end before the last epoch; the model is then that of the best evaluation. */
export const earlyStoppingSchema = z
  .strictObject({
    /** Evaluations in a row without a gain after which the run ends; 0: it never ends early. */
    patience: z.int().min(0),
    /** What has to get better on the validation clips. */
    metric: z.enum(["top1", "loss"]),
    /** The least that counts as a gain. */
    minimumGain: z.number().min(0),
  })
  .default({ patience: 0, metric: "top1", minimumGain: 0 });
