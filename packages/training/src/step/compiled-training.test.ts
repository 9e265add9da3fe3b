import * as tf from "@tensorflow/tfjs-core";
import { eager, type HostTree, type Program } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import {
  countValues,
  gelu,
  type HostTensor,
  hostTensor,
  type LinearParams,
  linear,
  normal,
  randomKey,
  splitKey,
} from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { oneHot } from "../losses/one-hot.ts";
import { softmaxCrossEntropy } from "../losses/softmax-cross-entropy.ts";
import { drawMixupWeight } from "../mixup/draw-mixup-weight.ts";
import { mixup } from "../mixup/mixup.ts";
import { adamW } from "../optimizers/adam-w.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { sgdMomentum } from "../optimizers/sgd-momentum.ts";
import { constantRate } from "../schedules/constant-rate.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { linearWarmup } from "../schedules/linear-warmup.ts";
import { multiplySchedules } from "../schedules/multiply-schedules.ts";
import { createTrainingStep, type TrainingInputs } from "./create-training-step.ts";

type Params = { hidden: LinearParams; unused: { bias: tf.Tensor1D }; head: LinearParams };
type Batch = { features: tf.Tensor2D; labels: tf.Tensor1D; weight: tf.Scalar; mask: tf.Tensor1D };

const steps = 50;
const keys = splitKey(randomKey(5), 8);
const drawn = (key: number, shape: number[], scale: number) =>
  hostTensor(
    normal(keys[key]!, countValues(shape)).map((value) => value * scale),
    shape,
  );
const filled = (value: number, shape: number[]) => hostTensor(new Float32Array(countValues(shape)).fill(value), shape);
const params: HostTree<Params> = {
  hidden: { kernel: drawn(0, [6, 16], 0.4), bias: filled(0, [16]) },
  unused: { bias: filled(1, [3]) },
  head: { kernel: drawn(1, [16, 5], 0.3), bias: filled(0, [5]) },
};
const schedule = (peak: number) =>
  multiplySchedules(constantRate(peak), cosineDecay({ cycleSteps: steps, warmupSteps: 5 }), linearWarmup(5));

function loss({ hidden, head }: Params, { features, labels, weight, mask }: Batch): tf.Scalar {
  const logits = linear(gelu(linear(mixup(features, weight), hidden)), head);
  return softmaxCrossEntropy(logits, mixup(oneHot(labels, 5), weight), { smoothing: 0.1, mask });
}

const scalar = (value: number, dtype: "float32" | "int32" = "float32"): HostTensor =>
  dtype === "int32" ? { dtype, shape: [], values: Int32Array.of(value) } : hostTensor(Float32Array.of(value), []);
const features = hostTensor(normal(keys[2]!, 8 * 6), [8, 6]);
const labels: HostTensor = { dtype: "int32", shape: [8], values: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2) };

/** Losses of a run, and the parameters at its end. */
async function train(program: Program<TrainingInputs<Params, Batch>, { loss: tf.Scalar }, "state">, peak: number) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = {
      features,
      labels,
      weight: scalar(drawMixupWeight(splitKey(keys[3]!, steps)[step]!, 0.3)),
      mask: hostTensor(
        Float32Array.from({ length: 8 }, (_, index) => Number(index !== step % 8)),
        [8],
      ),
    };
    const inputs = { batch, learningRate: scalar(schedule(peak)(step)), step: scalar(step, "int32") };
    const result = (await program.step(inputs as never)) as { loss: HostTensor };
    losses.push(result.loss.values[0]!);
  }
  const state = (await program.readCarry()) as {
    params: { hidden: { kernel: HostTensor }; unused: { bias: HostTensor } };
  };
  await program.dispose();
  return { losses, kernel: state.params.hidden.kernel.values, unused: state.params.unused.bias.values };
}

const optimizers: [name: string, optimizer: Optimizer, peak: number][] = [
  ["sgdMomentum", sgdMomentum({ weightDecay: 0.01 }), 0.2],
  ["adamW", adamW(), 0.02],
];

describe("a compiled training step", () => {
  it.each(optimizers)(
    "trains as the eager one does, and bit for bit alike twice: %s",
    async (_name, optimizer, peak) => {
      const step = createTrainingStep({ loss, optimizer, clipNorm: 1 });
      const inputs = {
        state: { params, optimizer: optimizer.init(params) },
        batch: { features, labels, weight: scalar(1), mask: filled(1, [8]) },
        learningRate: scalar(0),
        step: scalar(0, "int32"),
      };
      const make = () => compile(step, inputs, { carry: "state" });
      const [first, second] = [await train(await make(), peak), await train(await make(), peak)];
      const slow = await train(eager(step, inputs, { carry: "state" }), peak);
      expect(second).toEqual(first);
      expect(tf.tensor1d(first.losses)).toBeAllClose(slow.losses, { atol: 1e-5 });
      expect(tf.tensor1d(first.kernel)).toBeAllClose(slow.kernel, { atol: 1e-4 }); // 50 steps of rounding in another order
      expect([...first.unused]).toEqual([1, 1, 1]);
      expect(first.losses.at(-1)!).toBeLessThan(first.losses[0]! - 0.2); // it learns, too
    },
  );
});
