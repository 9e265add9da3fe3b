import * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import { type HostTensor, hostTensor, mapTree } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { adamW } from "../optimizers/adam-w.ts";
import { sgdMomentum } from "../optimizers/sgd-momentum.ts";
import { createTrainingStep, type TrainingInputs } from "./create-training-step.ts";
import { initialTrainingState, type TrainingState } from "./training-state.ts";

type Params = { kernel: tf.Tensor2D; bias: tf.Tensor1D };
type Batch = { x: tf.Tensor2D; y: tf.Tensor2D };

const params: Params = { kernel: tf.tensor2d([0.3, -0.2, 0.1, 0.4], [2, 2]), bias: tf.tensor1d([0.1, -0.3]) };
const x = tf.randomNormal<tf.Rank.R2>([6, 2], 0, 1, "float32", 3);
const y = tf.randomNormal<tf.Rank.R2>([6, 2], 0, 1, "float32", 4);
const loss = ({ kernel, bias }: Params, batch: Batch) =>
  tf.mean(tf.square(tf.sub(tf.add(tf.matMul(batch.x, kernel), bias), batch.y))) as tf.Scalar;
const scalars = (learningRate: number, step: number, isLast = 1) => ({
  learningRate: tf.scalar(learningRate),
  step: tf.scalar(step),
  isLast: tf.scalar(isLast),
});
const part = (at: number, size: number): Batch => ({
  x: tf.slice(x, [at * size, 0], [size, 2]),
  y: tf.slice(y, [at * size, 0], [size, 2]),
});

describe("a batch in parts", () => {
  const optimizer = adamW();
  const whole = createTrainingStep({ loss, optimizer, clipNorm: 0.5, averageDecay: 0.9 });
  const inParts = createTrainingStep({ loss, optimizer, clipNorm: 0.5, averageDecay: 0.9, parts: 3 });
  const options = { optimizer, averageDecay: 0.9 };

  it("gives the update of the whole batch, and none before its last part, eagerly and compiled", async () => {
    let expected: TrainingState<Params> = initialTrainingState(params, options) as TrainingState<Params>;
    const state = initialTrainingState(params, { ...options, parts: 3 }) as TrainingState<Params>;
    const inputs = { state, batch: part(0, 2), ...scalars(0.1, 0) };
    const run = inParts as never;
    const read = (leaf: unknown) => hostTensor((leaf as tf.Tensor).dataSync<"float32">(), (leaf as tf.Tensor).shape);
    const start = mapTree(inputs, read) as never;
    const programs = [eager(run, start, { carry: "state" }), await compile(run, start, { carry: "state" })];
    for (let step = 0; step < 3; step++) {
      const { state: next, gradientNorm } = whole({ state: expected, batch: { x, y }, ...scalars(0.1, step) });
      expected = next;
      for (const program of programs)
        for (const at of [0, 1, 2]) {
          const given = { batch: part(at, 2), ...scalars(0.1, step, Number(at === 2)) };
          const result = await program.step(mapTree(given, read) as never);
          if (at < 2) continue;
          const carried = (await program.readCarry()) as unknown as Record<
            "params" | "average" | "gradients",
            HostParams
          >;
          expect(toTensors(carried.params)).toBeAllClose(tf.concat1d(values(next.params)), { atol: 1e-6 });
          expect(toTensors(carried.average)).toBeAllClose(tf.concat1d(values(next.average!)), { atol: 1e-6 });
          expect(toTensors(carried.gradients)).toBeAllClose(tf.zeros([6]), { atol: 0 });
          expect((result as unknown as { gradientNorm: HostTensor }).gradientNorm.values[0]).toBeCloseTo(
            gradientNorm.dataSync()[0]!,
            5,
          );
        }
    }
    for (const program of programs) await program.dispose();
  });
  it("says what is missing", () => {
    const state = initialTrainingState(params, options) as TrainingState<Params>;
    const { isLast: _, ...inputs } = { state, batch: part(0, 2), ...scalars(0.1, 0) };
    expect(() => inParts(inputs as TrainingInputs<Params, Batch>)).toThrow(
      "createTrainingStep: expected gradients in the state, as a batch comes in 3 parts, got none; make it with initialTrainingState",
    );
    const whole = initialTrainingState(params, { ...options, parts: 3 }) as TrainingState<Params>;
    expect(() => inParts({ ...inputs, state: whole })).toThrow(
      "createTrainingStep: expected isLast, as a batch comes in parts, got none",
    );
  });
});

type HostParams = { kernel: HostTensor; bias: HostTensor };
const toTensors = ({ kernel, bias }: HostParams) => tf.tensor1d([...kernel.values, ...bias.values]);
const values = ({ kernel, bias }: Params) => [tf.reshape(kernel, [-1]) as tf.Tensor1D, bias];

describe("the running mean of parameters", () => {
  it("is the sum of all parameters so far by their weights", () => {
    const optimizer = sgdMomentum();
    const step = createTrainingStep({ loss, optimizer, averageDecay: 0.3 });
    let state = initialTrainingState(params, { optimizer, averageDecay: 0.3 }) as TrainingState<Params>;
    let mean = params.bias.dataSync()[0]!;
    for (let at = 0; at < 5; at++) {
      state = step({ state, batch: { x, y }, ...scalars(0.1, at) }).state;
      const decay = Math.min(0.3, (1 + at) / (10 + at));
      mean = decay * mean + (1 - decay) * state.params.bias.dataSync()[0]!;
    }
    expect(state.average!.bias.dataSync()[0]).toBeCloseTo(mean, 6);
  });
  it("is asked for in the first state", () => {
    const optimizer = sgdMomentum();
    const step = createTrainingStep({ loss, optimizer, averageDecay: 0.3 });
    const state = initialTrainingState(params, { optimizer }) as TrainingState<Params>;
    expect(() => step({ state, batch: { x, y }, ...scalars(0.1, 0) })).toThrow(
      "createTrainingStep: expected a running mean in the state, got none; make it with initialTrainingState",
    );
  });
});

describe("l2", () => {
  it("adds half of itself times the squares of matrices to the loss, and itself times the matrix to the gradient", () => {
    const optimizer = sgdMomentum({ momentum: 0 });
    const inputs = { state: { params, optimizer: optimizer.init(params) }, batch: { x, y }, ...scalars(0.1, 0) };
    const [plain, decayed] = [0, 0.5].map((l2) => createTrainingStep({ loss, optimizer, l2 })(inputs as never)) as [
      ReturnType<ReturnType<typeof createTrainingStep<Params, Batch>>>,
      ReturnType<ReturnType<typeof createTrainingStep<Params, Batch>>>,
    ];
    expect(tf.sub(decayed.loss, plain.loss)).toBeAllClose(tf.mul(0.25, tf.sum(tf.square(params.kernel))));
    expect(tf.sub(plain.state.params.kernel, decayed.state.params.kernel)).toBeAllClose(tf.mul(params.kernel, 0.05));
    expect(decayed.state.params.bias).toBeAllClose(plain.state.params.bias, { atol: 0 });
  });
});

describe("a guarded step whose loss is not finite", () => {
  it.each([NaN, Infinity])("changes no parameter: %s", (value) => {
    const optimizer = adamW();
    const step = createTrainingStep({ loss, optimizer, clipNorm: 1, guarded: true });
    const state = { params, optimizer: optimizer.init(params) } as TrainingState<Params>;
    const result = step({ state, batch: { x: tf.fill([6, 2], value), y }, ...scalars(0.1, 0) });
    expect(Number.isFinite(result.loss.dataSync()[0]!)).toBe(false);
    expect(result.state.params.kernel).toBeAllClose(params.kernel, { atol: 0 });
    expect(result.state.params.bias).toBeAllClose(params.bias, { atol: 0 });
  });
});

describe("rates by path", () => {
  it.each([
    [
      "sgdMomentum",
      (rateFactor?: (path: string) => number) =>
        sgdMomentum({ weightDecay: 0.1, ...(rateFactor ? { rateFactor } : {}) }),
    ],
    ["adamW", (rateFactor?: (path: string) => number) => adamW(rateFactor ? { rateFactor } : {})],
  ])("a leaf with a factor moves as at that rate: %s", (_, make) => {
    const batch = { x, y };
    const after = (optimizer: ReturnType<typeof make>, rate: number) =>
      createTrainingStep({ loss, optimizer })({
        state: { params, optimizer: optimizer.init(params) },
        batch,
        ...scalars(rate, 0),
      }).state.params;
    const scaled = after(
      make((path) => (path === "kernel" ? 0.5 : 1)),
      0.2,
    );
    expect(scaled.kernel).toBeAllClose(after(make(), 0.1).kernel, { atol: 1e-7 });
    expect(scaled.bias).toBeAllClose(after(make(), 0.2).bias, { atol: 0 });
  });
});
