import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, ShapeError } from "@vivit/nn";
import { afterEach, describe, expect, it } from "vitest";
import { eager } from "./eager.ts";
import { compile } from "./node/compile.ts";
import type { Program } from "./program.ts";
import { compile as compileForWeb } from "./web/compile.ts";

const vector = (...values: number[]) => hostTensor(Float32Array.from(values), [values.length]);
const scalar = (value: number) => hostTensor(Float32Array.of(value), []);

type Inputs = { state: { sum: tf.Tensor; fixed: tf.Tensor }; x: tf.Tensor; unused: tf.Tensor };
const accumulate = ({ state, x }: Inputs) => {
  const sum = tf.add(state.sum, x);
  return { state: { sum, fixed: state.fixed }, sum, same: x, twice: [sum, sum], one: tf.scalar(1), fixed: state.fixed };
};
const inputs = { state: { sum: vector(0, 0), fixed: vector(5, 6) }, x: vector(1, 2), unused: scalar(0) };
const { state: _, ...rest } = inputs;

/** Programs of all runtimes; whatever a test makes is disposed. */
let open: Program<never, never, never>[] = [];
afterEach(async () => {
  for (const program of open) await program.dispose();
  open = [];
});
type Compile = (...arguments_: Parameters<typeof compile>) => Promise<unknown>;
const runtimes: Record<"native" | "web" | "eager", Compile> = {
  native: async (...arguments_) => compile(...arguments_),
  web: async (fn, inputs, options) => compileForWeb(fn, inputs, options as object),
  eager: async (...arguments_) => eager(...arguments_),
};
async function make(runtime: keyof typeof runtimes, options = {}, from: object = inputs) {
  const program = await runtimes[runtime](accumulate as never, from as never, options as never);
  open.push(program as never);
  return program as unknown as Program<typeof inputs, ReturnType<typeof accumulate>, "state">;
}

describe.each(["native", "web", "eager"] as const)("a program, %s", (runtime) => {
  it("returns inputs, constants and the same tensor many times over", async () => {
    const program = await make(runtime);
    const got = await program.run(inputs);
    expect(got.state.sum.values).toEqual(Float32Array.of(1, 2));
    expect(got.state.fixed.values).toEqual(Float32Array.of(5, 6));
    expect(got.same.values).toEqual(Float32Array.of(1, 2));
    expect(got.twice.map(({ values }) => values)).toEqual([Float32Array.of(1, 2), Float32Array.of(1, 2)]);
    expect(got.one).toEqual(scalar(1));
    got.same.values[0] = 9;
    got.state.fixed.values[0] = 9;
    expect([inputs.x.values[0], inputs.state.fixed.values[0]]).toEqual([1, 5]);
  });

  it("carries its state, and leaves earlier results alone", async () => {
    const program = await make(runtime, { carry: "state" });
    const results = [await program.step(rest), await program.step(rest), await program.step(rest)];
    expect(results.map(({ sum }) => [...sum.values])).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
    ]);
    expect(results.map((result) => Object.keys(result))).toEqual(
      Array(3).fill(["sum", "same", "twice", "one", "fixed"]),
    );
    expect(results[2]!.fixed.values).toEqual(Float32Array.of(5, 6));
    const state = await program.readCarry();
    expect([state.sum.values, state.fixed.values]).toEqual([Float32Array.of(3, 6), Float32Array.of(5, 6)]);
    state.sum.values[0] = 100;
    expect((await program.step(rest)).sum.values).toEqual(Float32Array.of(4, 8));
  });

  it("runs without touching the carried state, and takes a new one", async () => {
    const program = await make(runtime, { carry: "state" });
    await program.run({ ...inputs, state: { sum: vector(7, 7), fixed: vector(0, 0) } });
    expect((await program.step(rest)).sum.values).toEqual(Float32Array.of(1, 2));
    const sum = vector(10, 20);
    await program.writeCarry({ sum, fixed: vector(1, 1) });
    sum.values[0] = 0;
    expect((await program.step(rest)).sum.values).toEqual(Float32Array.of(11, 22));
  });

  it("queues steps that are not waited for", async () => {
    const program = await make(runtime, { carry: "state" });
    const results = await Promise.all([program.step(rest), program.step(rest), program.step(rest)]);
    expect(results.map(({ sum }) => sum.values[1])).toEqual([2, 4, 6]);
  });

  it("begins without a state where the inputs have no values", async () => {
    const spec = { dtype: "float32", shape: [2] } as const;
    const program = await make(runtime, { carry: "state" }, { ...rest, state: { sum: spec, fixed: spec } });
    const message = (caller: string) =>
      `${caller}: expected a carried state, got none; call writeCarry first, or give the inputs values when making the program`;
    await expect(program.step(rest)).rejects.toThrow(new Error(message("step")));
    await expect(program.readCarry()).rejects.toThrow(new Error(message("readCarry")));
    await program.writeCarry(inputs.state);
    expect((await program.step(rest)).sum.values).toEqual(Float32Array.of(1, 2));
  });

  it("refuses inputs and states that do not fit", async () => {
    const program = await make(runtime, { carry: "state" });
    await expect(program.run({ ...inputs, x: vector(1) })).rejects.toThrow(
      new ShapeError("run: x: expected float32 [2], got float32 [1]"),
    );
    await expect(program.step(inputs)).rejects.toThrow(
      new ShapeError('step: state.sum: expected no such input, got float32 [2]; the inputs are "x", "unused"'),
    );
    await expect(program.writeCarry({ sum: vector(1, 2) } as never)).rejects.toThrow(
      new ShapeError("writeCarry: state.fixed: expected float32 [2], got nothing"),
    );
    expect((await program.step(rest)).sum.values).toEqual(Float32Array.of(1, 2));
  });

  it("refuses to carry what is not named", async () => {
    const program = await make(runtime);
    const message = (caller: string) =>
      `${caller}: expected a program with a carried state, got one without; name its branch in options.carry`;
    await expect(program.step(inputs)).rejects.toThrow(new Error(message("step")));
    await expect(program.readCarry()).rejects.toThrow(new Error(message("readCarry")));
    await expect(program.writeCarry(inputs.state)).rejects.toThrow(new Error(message("writeCarry")));
    await expect(make(runtime, { carry: "stat" })).rejects.toThrow(
      new ShapeError(
        `${runtime === "eager" ? "eager" : "compile"}: options.carry: expected a branch of the inputs (state, x, unused), got "stat"`,
      ),
    );
  });

  it("refuses everything once disposed", async () => {
    const program = await make(runtime, { carry: "state" });
    await program.dispose();
    await program.dispose();
    const message = (caller: string) => new Error(`${caller}: expected a program in use, got one that was disposed`);
    await expect(program.run(inputs)).rejects.toThrow(message("run"));
    await expect(program.step(rest)).rejects.toThrow(message("step"));
    await expect(program.readCarry()).rejects.toThrow(message("readCarry"));
    await expect(program.writeCarry(inputs.state)).rejects.toThrow(message("writeCarry"));
    expect(() => program.toOnnx()).toThrow(message("toOnnx"));
  });

  it("leaves no tensor after many calls", async () => {
    const before = tf.memory().numTensors;
    const program = await make(runtime, { carry: "state" });
    for (let i = 0; i < 50; i++) await program.step(rest);
    await program.run(inputs);
    await program.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is an ONNX model too", async () => {
    const model = (await make(runtime)).toOnnx();
    const { InferenceSession, Tensor } = await import("onnxruntime-node");
    const session = await InferenceSession.create(model);
    expect([...session.inputNames].sort()).toEqual(["state.fixed", "state.sum", "x"]);
    expect(session.outputNames).toEqual([
      "state.sum.out",
      "state.fixed.out",
      "sum",
      "same",
      "twice.0",
      "twice.1",
      "one",
      "fixed",
    ]);
    const feeds = Object.fromEntries(
      session.inputNames.map((name) => [name, new Tensor("float32", Float32Array.of(1, 2), [2])]),
    );
    expect((await session.run(feeds)).sum!.data).toEqual(Float32Array.of(2, 4));
    await session.release();
  });
});
