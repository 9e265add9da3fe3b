import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor, normal, randomKey, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const random = (seed: number, ...shape: number[]) =>
  hostTensor(normal(randomKey(seed), shape[0]! * (shape[1] ?? 1)), shape);
type State = { wide: tf.Tensor2D; narrow: tf.Tensor2D; velocity: { wide: tf.Tensor2D; narrow: tf.Tensor2D } };
const state = {
  wide: random(1, 6, 8),
  narrow: random(2, 8, 3),
  velocity: { wide: random(3, 6, 8), narrow: random(4, 8, 3) },
};

/** Momentum on two layers: the second one's weights are read again for the first one's gradient. */
const step = ({ x, rate, state }: { x: tf.Tensor2D; rate: tf.Scalar; state: State }) => {
  const loss = (wide: tf.Tensor2D, narrow: tf.Tensor2D) =>
    tf.mean(tf.square(tf.matMul(tf.tanh(tf.matMul(x, wide)), narrow))) as tf.Scalar;
  const { value, grads } = tf.valueAndGrads(loss as never)([state.wide, state.narrow]);
  const [wide, narrow] = [state.velocity.wide, state.velocity.narrow].map((v, i) => tf.add(tf.mul(v, 0.9), grads[i]!));
  return {
    loss: value,
    state: {
      wide: tf.sub(state.wide, tf.mul(wide!, rate)),
      narrow: tf.sub(state.narrow, tf.mul(narrow!, rate)),
      velocity: { wide: wide!, narrow: narrow! },
    },
  };
};
const rest = { x: random(5, 4, 6), rate: hostTensor(Float32Array.of(0.1), []) };

describe("keepMemory: false", () => {
  it("trains to the same bits", async () => {
    const programs = await Promise.all(
      [true, false].map((keepMemory) => compile(step, { ...rest, state }, { carry: "state", keepMemory })),
    );
    const runs = await Promise.all(
      programs.map(async (program) => {
        const losses: number[] = [];
        for (let i = 0; i < 20; i++) losses.push((await program.step(rest)).loss.values[0]!);
        const leaves = treeLeaves((await program.readCarry()) as never) as [string, HostTensor][];
        return { losses, leaves: leaves.map(([path, { values }]) => [path, [...values]]) };
      }),
    );
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]!.losses[19]).toBeLessThan(runs[0]!.losses[0]! / 2);
    for (const program of programs) await program.dispose();
  });

  it.each([
    [true, "keeps the state", /^$/],
    [false, "leaves no state", /^step: expected a carried state, got none; call writeCarry first/],
  ])("%s: a step that fails within %s", async (keepMemory, _, message) => {
    const pick = ({ at, state }: { at: tf.Tensor1D; state: tf.Tensor1D }) => ({
      picked: tf.gather(state, at),
      state: tf.add(state, 1),
    });
    const start = hostTensor(Float32Array.of(1, 2), [2]);
    const index = (value: number) => ({ dtype: "int32" as const, shape: [1], values: Int32Array.of(value) });
    const program = await compile(pick, { at: index(0), state: start }, { carry: "state", keepMemory });
    await expect(program.step({ at: index(7) })).rejects.toThrow("out of data bounds");
    const next = program.step({ at: index(1) }).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(await next).toMatch(message);
    await program.writeCarry(start);
    expect((await program.step({ at: index(1) })).picked.values).toEqual(Float32Array.of(2));
    await program.dispose();
  });
});
