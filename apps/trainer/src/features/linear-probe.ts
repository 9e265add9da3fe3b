import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { adamW, classificationLoss, createTrainingStep, multiHot } from "@vivit/training";
import type { Runtime } from "../run/runtime.ts";
import { type Accuracies, type ScoreKind, summarize } from "../run/score-clips.ts";
import type { SplitFeatures } from "./split-features.ts";

type ProbeParams = { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
type ProbeBatch = { readonly features: tf.Tensor2D; readonly labels: tf.Tensor2D };

/** Steps over all training clips at once, and their learning rate, which falls to 0 along a cosine. */
const [steps, peak] = [300, 0.05];

/**
 * Train a linear classifier on features and measure it on others: how much of the classes a model's features know.
 *
 * Each feature is brought to mean 0 and deviation 1 over the training clips; logistic regression by AdamW, weight decay 1e-2.
 *
 * @returns loss and accuracies on the clips that are measured
 * Source: linear evaluation of frozen features, as in Chen et al. (arXiv 2002.05709), section 4.
 */
export async function probeLinearly(
  runtime: Runtime,
  training: SplitFeatures,
  measured: SplitFeatures,
  kind: ScoreKind,
): Promise<Accuracies> {
  const scale = standardizer(training.features);
  const batch = { features: scale(training.features), labels: labelTable(training.labels) };
  const dim = training.features.shape[1]!;
  const params = {
    kernel: hostTensor(new Float32Array(dim * kind.classes), [dim, kind.classes]),
    bias: hostTensor(new Float32Array(kind.classes), [kind.classes]),
  };
  const optimizer = adamW({ weightDecay: 1e-2 });
  const step = createTrainingStep<ProbeParams, ProbeBatch>({
    loss: ({ kernel, bias }, { features, labels }) =>
      classificationLoss(tf.add(tf.matMul(features, kernel), bias), multiHot(labels, kind.classes), kind),
    optimizer,
  });
  const state = { params, optimizer: optimizer.init(params) };
  const scalar = { dtype: "float32", shape: [] } as const;
  const inputs = { state, batch, learningRate: scalar, step: scalar };
  const program = await runtime.prepare(step as never, inputs, { carry: "state" });
  try {
    for (let at = 0; at < steps; at++) {
      const learningRate = scalarOf((peak / 2) * (1 + Math.cos((Math.PI * at) / steps)));
      await program.step({ batch, learningRate, step: scalarOf(at) } as never);
    }
    const { params: trained } = (await program.readCarry()) as unknown as { params: typeof params };
    return summarize({ logits: applyLinear(scale(measured.features), trained), labels: measured.labels }, kind);
  } finally {
    await program.dispose();
  }
}

/** Brings features to mean 0 and deviation 1 over the given ones; a feature that never changes becomes 0. */
function standardizer({ values, shape }: HostTensor): (features: HostTensor) => HostTensor {
  const [clips, dim] = shape as [number, number];
  const [means, squares] = [new Float64Array(dim), new Float64Array(dim)];
  for (const [at, value] of values.entries()) means[at % dim]! += value / clips;
  for (const [at, value] of values.entries()) squares[at % dim]! += (value - means[at % dim]!) ** 2 / clips;
  const factors = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  return (features) =>
    hostTensor(
      Float32Array.from(features.values, (value, at) => (value - means[at % dim]!) * factors[at % dim]!),
      features.shape,
    );
}

/** [clips, most labels], filled up by -1. */
function labelTable(labels: SplitFeatures["labels"]): HostTensor {
  const width = Math.max(1, ...labels.map(({ length }) => length));
  const values = new Int32Array(labels.length * width).fill(-1);
  for (const [clip, own] of labels.entries()) values.set(own, clip * width);
  return { dtype: "int32", shape: [labels.length, width], values };
}

function applyLinear(features: HostTensor, { kernel, bias }: { kernel: HostTensor; bias: HostTensor }): HostTensor {
  const [clips, dim] = features.shape as [number, number];
  const classes = bias.values.length;
  const logits = new Float32Array(clips * classes);
  for (let clip = 0; clip < clips; clip++)
    for (let name = 0; name < classes; name++) {
      let sum = bias.values[name]!;
      for (let at = 0; at < dim; at++) sum += features.values[clip * dim + at]! * kernel.values[at * classes + name]!;
      logits[clip * classes + name] = sum;
    }
  return hostTensor(logits, [clips, classes]);
}

function scalarOf(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
