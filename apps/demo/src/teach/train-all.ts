import type * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig, type ModelParams } from "@vivit/models";
import { type HostTensor, hostTensor, randomKey, type Tree } from "@vivit/nn";
import {
  adamW,
  constantRate,
  cosineDecay,
  createTrainingStep,
  linearWarmup,
  multiplySchedules,
  oneHot,
  softmaxCrossEntropy,
} from "@vivit/training";
import type { Preprocessing } from "@vivit/weights";
import type { Runtime } from "../runtimes/open-runtime.ts";
import type { Example } from "./examples.ts";
import { randomBatch } from "./random-views.ts";

/** What training all of a model needs. */
export interface TrainAllOptions {
  readonly runtime: Runtime;
  readonly model: ModelConfig;
  readonly parameters: Tree<HostTensor>;
  readonly preprocessing: Preprocessing;
  readonly examples: readonly Example[];
  readonly epochs: number;
  readonly onStep: (loss: number, step: number, of: number) => void;
  /** Asked before each step. */
  readonly isStopped: () => boolean;
}

/** Clips in a step, learning rate at its highest, and the largest global norm of the gradients. */
const [batchSize, peakRate, clipNorm] = [8, 3e-4, 1];

type Batch = { readonly video: tf.Tensor5D; readonly labels: tf.Tensor1D };

/** Train every parameter, beginning with those given; returns the new ones, also where it was stopped early. */
export async function trainAll(options: TrainAllOptions): Promise<Tree<HostTensor>> {
  const { runtime, model, parameters, preprocessing, examples, epochs } = options;
  await runtime.activate();
  const optimizer = adamW();
  const step = createTrainingStep<ModelParams, Batch>({
    loss: (params, { video, labels }) =>
      softmaxCrossEntropy(applyModel(video, params, model), oneHot(labels, model.classes), { smoothing: 0.1 }),
    optimizer,
    clipNorm,
  });
  const size = Math.min(batchSize, examples.length);
  const steps = Math.ceil((epochs * examples.length) / size);
  const rateAt = multiplySchedules(
    constantRate(peakRate),
    cosineDecay({ cycleSteps: steps, warmupSteps: steps / 10 }),
    linearWarmup(steps / 10),
  );
  const batchAt = (at: number) => randomBatch(examples, size, at, preprocessing, randomKey(0));
  const state = { params: parameters, optimizer: optimizer.init(parameters as never) };
  const first = { state, batch: batchAt(0), learningRate: scalar(0), step: scalar(0) };
  const program = await runtime.prepare(step as never, first as never, { carry: "state" as never });
  try {
    for (let at = 0; at < steps; at++) {
      await new Promise((resolve) => setTimeout(resolve)); // lets the word to stop arrive
      if (options.isStopped()) break;
      const inputs = { batch: batchAt(at), learningRate: scalar(rateAt(at)), step: scalar(at) };
      const { loss } = (await program.step(inputs as never)) as unknown as { loss: HostTensor };
      options.onStep(loss.values[0]!, at, steps);
    }
    return ((await program.readCarry()) as unknown as { params: Tree<HostTensor> }).params;
  } finally {
    await program.dispose();
  }
}

function scalar(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
