import * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelParams } from "@vivit/models";
import { type Tree, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, readCase, type ScenicModelOneCase, spaceTimeConfig } from "../fixtures/reference-case.ts";
import { softmaxCrossEntropy } from "../losses/softmax-cross-entropy.ts";
import { sgdMomentum } from "../optimizers/sgd-momentum.ts";
import { constantRate } from "../schedules/constant-rate.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { linearWarmup } from "../schedules/linear-warmup.ts";
import { multiplySchedules } from "../schedules/multiply-schedules.ts";
import { createTrainingStep } from "./create-training-step.ts";
import type { TrainingState } from "./training-state.ts";

interface MomentumCase extends ScenicModelOneCase {
  readonly label_smoothing: number;
  readonly steps: number;
  readonly optimizer: {
    readonly momentum: number;
    readonly decoupled_kernel_decay: number | null;
    readonly max_grad_norm: number | null;
    readonly learning_rate: number | null;
    readonly schedule: {
      readonly base_learning_rate: number;
      readonly warmup_steps: number;
      readonly steps_per_cycle: number;
    } | null;
  };
  readonly tolerances: Record<"param_after" | "momentum_after" | "losses", CaseTolerance>;
}

type Batch = { readonly video: tf.Tensor5D; readonly labels: tf.Tensor2D };

const scheduleOf = ({ schedule, learning_rate }: MomentumCase["optimizer"]) =>
  schedule
    ? multiplySchedules(
        constantRate(schedule.base_learning_rate),
        cosineDecay({ cycleSteps: schedule.steps_per_cycle, warmupSteps: schedule.warmup_steps }),
        linearWarmup(schedule.warmup_steps),
      )
    : constantRate(learning_rate!);

function expectLeavesClose(got: Tree<tf.Tensor>, want: Tree<tf.Tensor>, tolerance: CaseTolerance): void {
  const wanted = new Map(treeLeaves(want));
  for (const [path, leaf] of treeLeaves(got)) expect(leaf, path).toBeAllClose(wanted.get(path)!, tolerance);
}

describe("createTrainingStep", () => {
  it.each(["momentum", "momentum_clip", "momentum_schedule_clip_decay"])("takes the reference's steps: %s", (name) => {
    const { description, tensor, tree, has } = readCase<MomentumCase>(`optim/${name}`);
    const { optimizer: settings, tolerances } = description;
    const batch: Batch = { video: tensor("input"), labels: tensor("labels") };
    const config = spaceTimeConfig(description, batch.video.shape);
    const optimizer = sgdMomentum({
      momentum: settings.momentum,
      weightDecay: settings.decoupled_kernel_decay ?? 0,
    });
    const loss = (params: ModelParams, { video, labels }: Batch) =>
      softmaxCrossEntropy(applyModel(video, params, config), labels, { smoothing: description.label_smoothing });
    const step = createTrainingStep({ loss, optimizer, clipNorm: settings.max_grad_norm ?? undefined });
    const schedule = scheduleOf(settings);

    const params = tree("param/") as ModelParams;
    let state: TrainingState<ModelParams> = { params, optimizer: optimizer.init(params) };
    const [losses, norms, rates]: number[][] = [[], [], []];
    for (let at = 0; at < description.steps; at++) {
      const result = step({ state, batch, learningRate: tf.scalar(schedule(at)), step: tf.scalar(at) });
      state = result.state;
      losses!.push(result.loss.dataSync()[0]!);
      norms!.push(result.gradientNorm.dataSync()[0]!);
      rates!.push(schedule(at));
      const after = `param_after_${at + 1}/`;
      if (has(after)) expectLeavesClose(state.params, tree(after), tolerances.param_after);
    }
    losses!.push(loss(state.params, batch).dataSync()[0]!);
    const { velocity } = state.optimizer as { velocity: Tree<tf.Tensor> };
    expectLeavesClose(velocity, tree(`momentum_after_${description.steps}/`), tolerances.momentum_after);
    expect(tf.tensor1d(losses!)).toBeAllClose(tensor("losses"), tolerances.losses);
    expect(tf.tensor1d(norms!)).toBeAllClose(tensor("grad_norms"), { atol: 1e-4, rtol: 1e-4 }); // none stated
    expect(tf.tensor1d(rates!)).toBeAllClose(tensor("learning_rates"));
  });

  const params = { kernel: tf.tensor1d([1, 2]), bias: tf.tensor1d([3]) };
  const optimizer = sgdMomentum();
  const inputs = {
    state: { params, optimizer: optimizer.init(params) },
    batch: { x: tf.tensor1d([1, 1]) },
    learningRate: tf.scalar(0.1),
    step: tf.scalar(0),
  };
  const loss = ({ kernel }: typeof params, { x }: { x: tf.Tensor1D }) => tf.sum(tf.mul(kernel, x)) as tf.Scalar;

  it("reports the norm without clipping too", () => {
    expect(createTrainingStep({ loss, optimizer })(inputs).gradientNorm).toBeAllClose([Math.SQRT2]);
  });
  it("leaves frozen parameters alone: no gradient, no decay, no part in the norm", () => {
    const deep = { kernel: tf.tensor1d([1, 2]), head: { kernel: tf.tensor1d([3, 4]) } };
    const decaying = sgdMomentum({ weightDecay: 0.5 });
    const step = createTrainingStep({
      loss: ({ kernel, head }: typeof deep, { x }: { x: tf.Tensor1D }) =>
        tf.sum(tf.mul(tf.mul(kernel, head.kernel), x)) as tf.Scalar,
      optimizer: decaying,
      isFrozen: (path) => path === "kernel",
    });
    const { state, gradientNorm } = step({ ...inputs, state: { params: deep, optimizer: decaying.init(deep) } });
    expect(state.params.kernel).toBeAllClose([1, 2], { atol: 0 });
    expect(state.params.head.kernel).toBeAllClose([(3 - 0.1) * 0.95, (4 - 0.2) * 0.95]);
    expect(gradientNorm).toBeAllClose([Math.hypot(1, 2)]);
  });
  it("refuses to train nothing", () => {
    const step = createTrainingStep({ loss, optimizer, isFrozen: () => true });
    expect(() => step(inputs)).toThrow("treeValueAndGradient: expected a parameter to train, got every one frozen");
  });
  it("keeps only what it returns: state, loss and norm", () => {
    expect(() => createTrainingStep({ loss, optimizer, isFrozen: (path) => path === "bias" })(inputs)).toKeepTensors(6);
    expect(() => createTrainingStep({ loss, optimizer, clipNorm: 1 })(inputs)).toKeepTensors(4 + 2);
  });
});
