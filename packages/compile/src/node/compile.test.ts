import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, toTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const x = hostTensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
const w = hostTensor(Float32Array.of(1, -1, 0.5, 0.25, 2, 1), [3, 2]);
const b = hostTensor(Float32Array.of(0.1, -0.2), [2]);

describe("compile", () => {
  it("computes what TensorFlow.js computes", async () => {
    const fn = ({ x, w, b }: { x: tf.Tensor2D; w: tf.Tensor2D; b: tf.Tensor1D }) => ({
      y: tf.tanh(tf.add(tf.matMul(x, w), b)),
    });
    const program = await compile(fn, { x, w, b });
    const { y } = await program.run({ x, w, b });
    expect(toTensor(y)).toBeAllClose(fn({ x: toTensor(x), w: toTensor(w), b: toTensor(b) }).y);
    await program.dispose();
  });

  it("trains a perceptron step by step as TensorFlow.js does", async () => {
    type State = { w: tf.Tensor2D; b: tf.Tensor1D };
    const fn = ({ state, x, rate }: { state: State; x: tf.Tensor2D; rate: tf.Scalar }) => {
      const loss = (w: tf.Tensor, b: tf.Tensor) =>
        tf.mean(tf.square(tf.relu(tf.add(tf.matMul(x, w as tf.Tensor2D), b)))) as tf.Scalar;
      const { value, grads } = tf.valueAndGrads(loss)([state.w, state.b]);
      return {
        loss: value,
        state: { w: tf.sub(state.w, tf.mul(grads[0]!, rate)), b: tf.sub(state.b, tf.mul(grads[1]!, rate)) },
      };
    };
    const rate = hostTensor(Float32Array.of(0.1), []);
    const program = await compile(fn, { state: { w, b }, x, rate }, { carry: "state" });
    let state: State = { w: toTensor<tf.Rank.R2>(w), b: toTensor<tf.Rank.R1>(b) };
    for (let i = 0; i < 3; i++) {
      const expected = fn({ state, x: toTensor(x), rate: toTensor(rate) });
      const { loss } = await program.step({ x, rate });
      expect(toTensor(loss)).toBeAllClose(expected.loss);
      state = expected.state as State;
    }
    const carried = await program.readCarry();
    expect(toTensor(carried.w)).toBeAllClose(state.w);
    expect(toTensor(carried.b)).toBeAllClose(state.b);
    await program.dispose();
  });
});
