import { drawModelMasks, type ModelConfig } from "@vivit/models";
import { foldIn, type HostTensor, hostTensor, type RandomKey } from "@vivit/nn";
import { drawMixupWeight } from "@vivit/training";
import { toRange } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { preprocessingOf } from "./preprocessing-of.ts";

/** Clips and class numbers of one call, in plain memory. */
export interface HostBatch {
  /** [batch, frames, height, width, 3] in [-1, 1] */
  readonly video: HostTensor;
  /** [batch], or [batch, labels] for several heads or labels, -1 where a clip has fewer */
  readonly labels: HostTensor;
}

/** A call of a training step: which step, and which part of its batch, both counted from 0. */
export interface CallPosition {
  readonly step: number;
  readonly part: number;
}

/** How many calls make a step, with how many clips each. */
export function partsOf({ train: { batch, microBatch } }: Recipe): { parts: number; clips: number } {
  return microBatch === 0 ? { parts: 1, clips: batch } : { parts: batch / microBatch, clips: microBatch };
}

/** What a training step is given beside its state: shapes to prepare it, and the values of each call. */
export interface TrainingInputMaker {
  /** Shapes and types; values of a first call where they are random. */
  readonly shapes: object;
  /** Everything random is a function of the key, the step and the part. */
  at(batch: HostBatch, position: CallPosition, learningRate: number): object;
}

/** Make the inputs of a recipe's step. */
export function trainingInputs(
  recipe: Recipe,
  model: ModelConfig,
  key: RandomKey,
  labelShape?: readonly number[],
): TrainingInputMaker {
  const { mixup } = recipe.train;
  const { parts, clips } = partsOf(recipe);
  const keyOf = (purpose: string, { step, part }: CallPosition) => {
    const stepKey = foldIn(foldIn(key, purpose), step);
    return parts > 1 ? foldIn(stepKey, part) : stepKey;
  };
  const drawn = (position: CallPosition) => {
    const masks = drawModelMasks(keyOf("masks", position), model, clips, recipe.train);
    const mixWeight = mixup > 0 ? scalarOf(drawMixupWeight(keyOf("mixup", position), mixup)) : undefined;
    return { ...(masks ? { masks } : {}), ...(mixWeight ? { mixWeight } : {}) };
  };
  const { range } = preprocessingOf(recipe);
  return {
    shapes: {
      batch: { ...shapesOf(model, clips, labelShape), ...drawn({ step: 0, part: 0 }) },
      learningRate: scalar,
      step: scalar,
      ...(parts > 1 ? { isLast: scalar } : {}),
    },
    at: (batch, position, learningRate) => ({
      batch: {
        video: toRange(batch.video, range),
        labels: checkLabels(batch.labels, model.classes),
        ...drawn(position),
      },
      learningRate: scalarOf(learningRate),
      step: scalarOf(position.step),
      ...(parts > 1 ? { isLast: scalarOf(Number(position.part === parts - 1)) } : {}),
    }),
  };
}

const scalar = { dtype: "float32", shape: [] } as const;

function shapesOf(
  { clip: { frames, height, width }, channels }: ModelConfig,
  clips: number,
  labels = [clips] as readonly number[],
) {
  return {
    video: { dtype: "float32", shape: [clips, frames, height, width, channels] },
    labels: { dtype: "int32", shape: labels },
  } as const;
}

/** @throws RangeError for a class that the head does not have: its loss would be 0 in silence */
function checkLabels(labels: HostTensor, classes: number): HostTensor {
  const wrong = labels.values.find((label) => label >= classes);
  if (wrong !== undefined)
    throw new RangeError(
      `train: expected class numbers from 0 to ${classes - 1}, as the head has ${classes} classes, got ${wrong}; train a new head (--init.head fresh) or give the data that the model was made for`,
    );
  return labels;
}

function scalarOf(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
