import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { eager } from "./eager.ts";

const scalar = (value: number) => hostTensor(Float32Array.of(value), []);
const count = ({ state, x }: { state: { sum: tf.Scalar; fixed: tf.Scalar }; x: tf.Scalar }) => ({
  state: { sum: tf.add(state.sum, x), fixed: state.fixed },
  twice: tf.mul(x, 2),
  same: x,
});
const inputs = { state: { sum: scalar(1), fixed: scalar(9) }, x: scalar(2) };

describe("eager", () => {
  it("runs the function and leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    const program = eager(count, inputs);
    const got = await program.run(inputs);
    expect([got.state.sum.values[0], got.state.fixed.values[0], got.twice.values[0], got.same.values[0]]).toEqual([
      3, 9, 4, 2,
    ]);
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("carries its state from step to step and leaves no tensor", async () => {
    const before = tf.memory().numTensors;
    const program = eager(count, inputs, { carry: "state" });
    expect(Object.keys(await program.step({ x: scalar(2) }))).toEqual(["twice", "same"]);
    await program.step({ x: scalar(3) });
    expect((await program.readCarry()).sum.values[0]).toBe(6);
    await program.writeCarry({ sum: scalar(10), fixed: scalar(0) });
    await program.step({ x: scalar(1) });
    expect((await program.readCarry()).sum.values[0]).toBe(11);
    expect(tf.memory().numTensors).toBe(before + 2);
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("leaves no tensor and keeps the state if the function throws", async () => {
    const before = tf.memory().numTensors;
    let fails = true;
    const fn = (arguments_: Parameters<typeof count>[0]) => {
      const result = count(arguments_);
      if (fails) throw new Error("no");
      return result;
    };
    const program = eager(fn, inputs, { carry: "state" });
    await expect(program.step({ x: scalar(2) })).rejects.toThrow("no");
    fails = false;
    await program.step({ x: scalar(2) });
    expect((await program.readCarry()).sum.values[0]).toBe(3);
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
