import * as tf from "@tensorflow/tfjs-core";
import { ShapeError, sizes } from "@vivit/nn";
import type { ModelConfig } from "./model-config.ts";

/** One of several things that a model tells of a clip, with a softmax of its own: EPIC-KITCHENS' noun or verb. */
export interface ClassSplit {
  readonly name: string;
  readonly classes: number;
}

/** Refuse splits that do not make up the classes. */
export function checkClassSplits({ classes, classSplits }: Pick<ModelConfig, "classes" | "classSplits">): void {
  if (!classSplits) return;
  const list = classSplits.map(({ name, classes }) => `${name} ${classes}`).join(", ");
  const sum = classSplits.reduce((total, split) => total + split.classes, 0);
  if (sum !== classes)
    throw new ShapeError(
      `checkModelConfig: expected classSplits that sum to classes ${classes}, got ${list || "none"}; give classes ${sum}`,
    );
  if (classSplits.some((split) => !Number.isInteger(split.classes) || split.classes < 1))
    throw new ShapeError(`checkModelConfig: expected 1 class or more in every split, got ${list}`);
  if (new Set(classSplits.map(({ name }) => name)).size < classSplits.length)
    throw new ShapeError(`checkModelConfig: expected classSplits of different names, got ${list}`);
}

/**
 * Cut the logits of a model with several splits into those of each.
 *
 * @param logits [batch, classes]
 * @param config with `classSplits`, in the order of the logits
 * @returns by name: [batch, classes of the split]
 * @throws ShapeError if the configuration has no splits or another number of classes
 * Source: Scenic `vivit_multihead_classification`: one layer of outputs cut at `class_splits`, for EPIC-KITCHENS noun 300, then verb 97.
 */
export function splitLogits(
  logits: tf.Tensor2D,
  config: Pick<ModelConfig, "classes" | "classSplits">,
): Record<string, tf.Tensor2D> {
  const { classes, classSplits } = config;
  if (!classSplits) throw new ShapeError("splitLogits: expected a configuration with classSplits, got none");
  checkClassSplits(config);
  sizes(logits, "batch classes", "splitLogits: logits", { classes });
  const widths = classSplits.map((split) => split.classes);
  const parts = tf.split(logits, widths, 1);
  return Object.fromEntries(classSplits.map(({ name }, index) => [name, parts[index] as tf.Tensor2D]));
}
