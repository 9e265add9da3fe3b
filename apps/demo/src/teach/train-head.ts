import * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { adamW, createTrainingStep, oneHot, softmaxCrossEntropy } from "@vivit/training";
import { openBackend } from "../runtimes/open-backend.ts";

/** A linear layer from features to logits. */
export interface Head {
  /** [dim, classes] */
  readonly kernel: HostTensor;
  /** [classes] */
  readonly bias: HostTensor;
}

type HeadTensors = { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
type Batch = { readonly features: tf.Tensor2D; readonly labels: tf.Tensor1D };

/** Steps, each on all features, and the learning rate. */
const [steps, rate] = [120, 0.05];

/**
 * Learn classes from features that stay as they are: a convex problem, so a few dozen steps on all of them do.
 *
 * Features are brought to mean 0 and deviation 1 first, and the head is given back for features as they were.
 *
 * @param features [clips, dim]
 * @param labels class of each
 */
export async function trainHead(
  features: HostTensor,
  labels: readonly number[],
  classes: number,
  onStep: (loss: number, step: number, of: number) => void,
): Promise<Head> {
  await openBackend("cpu"); // a few thousand numbers: any other takes longer to be given them
  const scaling = scalingOf(features);
  const optimizer = adamW({ weightDecay: 0.01 });
  const step = createTrainingStep<HeadTensors, Batch>({
    loss: ({ kernel, bias }, { features, labels }) =>
      softmaxCrossEntropy(tf.add(tf.matMul(features, kernel), bias) as tf.Tensor2D, oneHot(labels, classes)),
    optimizer,
  });
  const dim = features.shape[1]!;
  const params = { kernel: zeros([dim, classes]), bias: zeros([classes]) };
  const state = { params, optimizer: optimizer.init(params) };
  const batch = {
    features: scaling.apply(features),
    labels: { dtype: "int32", shape: [labels.length], values: Int32Array.from(labels) },
  };
  const first = { state, batch, learningRate: scalar(rate), step: scalar(0) };
  const program = eager(step as never, first as never, { carry: "state" as never });
  try {
    for (let at = 0; at < steps; at++) {
      const { loss } = (await program.step({ ...first, state: undefined, step: scalar(at) } as never)) as unknown as {
        loss: HostTensor;
      };
      onStep(loss.values[0]!, at, steps);
    }
    const { params: trained } = (await program.readCarry()) as unknown as { params: Head };
    return scaling.unapply(trained);
  } finally {
    await program.dispose();
  }
}

/** Mean and deviation of each feature, as a change of scale and its way back. */
function scalingOf({ values, shape }: HostTensor) {
  const [clips, dim] = shape as [number, number];
  const mean = new Float64Array(dim);
  const square = new Float64Array(dim);
  for (const [at, value] of (values as Float32Array).entries()) {
    mean[at % dim]! += value / clips;
    square[at % dim]! += value ** 2 / clips;
  }
  const deviation = square.map((value, at) => Math.sqrt(Math.max(value - mean[at]! ** 2, 0)) + 1e-3);
  return {
    apply: ({ values, shape }: HostTensor) =>
      hostTensor(
        (values as Float32Array).map((value, at) => (value - mean[at % dim]!) / deviation[at % dim]!),
        shape,
      ),
    unapply: ({ kernel, bias }: Head): Head => {
      const classes = bias.shape[0]!;
      const rescaled = (kernel.values as Float32Array).map((value, at) => value / deviation[Math.floor(at / classes)]!);
      const moved = (bias.values as Float32Array).slice();
      for (const [at, value] of rescaled.entries()) moved[at % classes]! -= value * mean[Math.floor(at / classes)]!;
      return { kernel: hostTensor(rescaled, kernel.shape), bias: hostTensor(moved, bias.shape) };
    },
  };
}

function zeros(shape: readonly number[]): HostTensor {
  return hostTensor(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
}

function scalar(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
