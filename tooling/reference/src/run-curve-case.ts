import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "@vivit/compile";
import { applyModel, type ModelParams } from "@vivit/models";
import { type HostTensor, hostTensor, type Tree } from "@vivit/nn";
import {
  adamW,
  constantRate,
  cosineDecay,
  createTrainingStep,
  linearWarmup,
  mixup,
  multiplySchedules,
  type Optimizer,
  type Schedule,
  sgdMomentum,
  softmaxCrossEntropy,
} from "@vivit/training";
import { fromScenic, toScenic } from "@vivit/weights";
import { type Case, type CaseTolerance, withPrefix } from "./cases.ts";
import { headsOf } from "./run-model-case.ts";
import { fromScenicConfig, type ScenicModel } from "./scenic-config.ts";

/** What `case.json` of a whole training run says. */
export interface CurveCase {
  readonly config: { readonly model: ScenicModel };
  readonly num_classes: number;
  readonly label_smoothing: number;
  readonly steps: number;
  readonly schedule: { readonly peak: number; readonly warmup_steps: number; readonly total_steps: number };
  readonly optimizer:
    | { readonly kind: "sgd"; readonly momentum: number }
    | {
        readonly kind: "adamw";
        readonly b1: number;
        readonly b2: number;
        readonly eps: number;
        readonly weight_decay: number;
      };
  readonly max_grad_norm: number;
  readonly tolerances: Readonly<Record<"losses" | "param_after", CaseTolerance>>;
}

/** What a run gave: one loss and one rate a step, and the parameters after the last under Scenic's names. */
export interface Curve {
  readonly losses: HostTensor;
  readonly learningRates: HostTensor;
  readonly after: ReadonlyMap<string, HostTensor>;
}

/** Ways to make a program: `compile`, or `eager` on the active backend. */
export type Prepare = (
  step: never,
  inputs: never,
  options: { carry: "state" },
) => Program<never, never, "state"> | Promise<Program<never, never, "state">>;

/** Run every step of a case. */
export async function runCurveCase({ description, tensors }: Case<CurveCase>, prepare: Prepare): Promise<Curve> {
  const { config, num_classes: classes, label_smoothing: smoothing, steps } = description;
  const [inputs, labels] = [tensors.get("inputs")!, tensors.get("labels")!];
  const model = fromScenicConfig(config.model, inputs.shape.slice(1), classes)!;
  const params = fromScenic(withPrefix(tensors, "param/")) as Record<string, Tree<HostTensor>>;
  const optimizer = optimizerOf(description);
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor2D; weight: tf.Scalar }>({
    loss: (at, batch) => {
      const [video, labels] = [mixup(batch.video, batch.weight), mixup(batch.labels, batch.weight)];
      return softmaxCrossEntropy(applyModel(video, at, model), labels, { smoothing });
    },
    optimizer,
    clipNorm: description.max_grad_norm,
  });
  const rateAt = scheduleOf(description);
  const inputsAt = (s: number) => ({
    batch: {
      video: row(inputs, s % inputs.shape[0]!),
      labels: row(labels, s % labels.shape[0]!),
      weight: number(tensors.get("mixup_weights")!.values[s]!),
    },
    learningRate: number(rateAt(s)),
    step: number(s),
  });
  const state = { params, optimizer: optimizer.init(params) };
  const program = await prepare(step as never, { state, ...inputsAt(0) } as never, { carry: "state" });
  const losses = new Float32Array(steps);
  for (let s = 0; s < steps; s++)
    losses[s] = ((await program.step(inputsAt(s) as never)) as unknown as { loss: HostTensor }).loss.values[0]!;
  const last = (await program.readCarry()) as unknown as { params: Tree<HostTensor> };
  await program.dispose();
  const rates = Float32Array.from({ length: steps }, (_, s) => rateAt(s));
  return {
    losses: hostTensor(losses, [steps]),
    learningRates: hostTensor(rates, [steps]),
    after: toScenic(last.params, headsOf(model)),
  };
}

function optimizerOf({ optimizer }: CurveCase): Optimizer {
  if (optimizer.kind === "sgd") return sgdMomentum({ momentum: optimizer.momentum });
  return adamW({
    meanDecay: optimizer.b1,
    varianceDecay: optimizer.b2,
    epsilon: optimizer.eps,
    weightDecay: optimizer.weight_decay,
  });
}

function scheduleOf({ schedule }: CurveCase): Schedule {
  const { peak, warmup_steps: warmupSteps, total_steps: cycleSteps } = schedule;
  return multiplySchedules(constantRate(peak), cosineDecay({ cycleSteps, warmupSteps }), linearWarmup(warmupSteps));
}

function row({ shape, values }: HostTensor, index: number): HostTensor {
  const size = values.length / shape[0]!;
  return hostTensor(values.subarray(index * size, (index + 1) * size) as Float32Array, shape.slice(1));
}

function number(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
