import * as tf from "@tensorflow/tfjs-core";
import type { Tree } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { adam } from "./adam.ts";
import { adamW } from "./adam-w.ts";
import { isKernel } from "./is-kernel.ts";
import type { Optimizer } from "./optimizer.ts";
import { sgdMomentum } from "./sgd-momentum.ts";

const params = { dense: { kernel: tf.tensor1d([1, -2]), bias: tf.tensor1d([0.5]) } };
const gradientAt = (step: number) => [Math.sin(step + 1), Math.cos(step) * 1e-3, (step + 1) ** -2]; // kernel, kernel, bias
const rates = [0.1, 0.05, 0.2, 0.01, 0.3];

/** Five steps; returns the three parameters. */
function run(optimizer: Optimizer): number[] {
  let at = { params, state: optimizer.init(params) };
  for (const [step, rate] of rates.entries()) {
    const [first, second, third] = gradientAt(step) as [number, number, number];
    const gradients = { dense: { kernel: tf.tensor1d([first, second]), bias: tf.tensor1d([third]) } };
    at = optimizer.update({ ...at, gradients, learningRate: tf.scalar(rate), step: tf.scalar(step, "int32") });
  }
  return [...at.params.dense.kernel.dataSync(), ...at.params.dense.bias.dataSync()];
}

const expectClose = (got: readonly number[], want: readonly number[]) =>
  expect(tf.tensor1d([...got])).toBeAllClose(want, { atol: 1e-6, rtol: 1e-6 });

describe("sgdMomentum", () => {
  const plain = (decay: number) =>
    [1, -2, 0.5].map((start, index) => {
      let [p, v] = [start, 0];
      for (const [step, rate] of rates.entries()) {
        v = 0.9 * v + gradientAt(step)[index]!;
        p = (p - rate * v) * (index < 2 ? 1 - rate * decay : 1);
      }
      return p;
    });

  it("equals the formula in double precision", () => expectClose(run(sgdMomentum()), plain(0)));
  it("lets kernels decay after the update, and no other", () =>
    expectClose(run(sgdMomentum({ weightDecay: 0.1 })), plain(0.1)));
});

describe("adamW", () => {
  const plain = (decay: number, decays: readonly boolean[]) =>
    [1, -2, 0.5].map((start, index) => {
      let [p, m, v] = [start, 0, 0];
      for (const [step, rate] of rates.entries()) {
        const g = gradientAt(step)[index]!;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        const direction = m / (1 - 0.9 ** (step + 1)) / (Math.sqrt(v / (1 - 0.999 ** (step + 1))) + 1e-8);
        p -= rate * (direction + (decays[index] ? decay * p : 0));
      }
      return p;
    });

  it("equals the formula in double precision, decaying kernels", () => {
    expectClose(run(adamW({ weightDecay: 0.05 })), plain(0.05, [true, true, false]));
  });
  it("decays what it is told to", () => {
    const decays = (path: string) => path === "dense.bias";
    expectClose(run(adamW({ weightDecay: 0.3, decays })), plain(0.3, [false, false, true]));
  });
  it("is adam without decay", () => expectClose(run(adam()), plain(0, [])));
});

describe("every optimizer", () => {
  const one = (optimizer: Optimizer, gradients: Tree<tf.Tensor>) =>
    optimizer.update({
      params: params as Tree<tf.Tensor>,
      gradients,
      state: optimizer.init(params),
      learningRate: tf.scalar(0.1),
      step: tf.scalar(0),
    });

  it("refuses gradients that lack a leaf", () => {
    const gradients = { dense: { kernel: tf.zeros([2]) } };
    expect(() => one(sgdMomentum(), gradients)).toThrow(
      'sgdMomentum: gradients: expected a tensor at "dense.bias", got none',
    );
    expect(() => one(adamW(), gradients)).toThrow('adamW: gradients: expected a tensor at "dense.bias", got none');
  });
  it.each([
    [sgdMomentum({ weightDecay: 0.1 }), 2],
    [adamW(), 4],
  ])("keeps only parameters and state (%#)", (optimizer, stateLeaves) => {
    const inputs = {
      params,
      gradients: params,
      state: optimizer.init(params),
      learningRate: tf.scalar(0.1),
      step: tf.scalar(0),
    };
    expect(() => optimizer.update(inputs)).toKeepTensors(2 + stateLeaves);
  });
});

describe("isKernel", () => {
  it("knows kernels by their last name", () => {
    expect(["kernel", "head.kernel", "head.bias", "kernel.scale", "positions"].map(isKernel)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
