import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor, ShapeError } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const vector = (...values: number[]) => hostTensor(Float32Array.from(values), [values.length]);
const scalar = (value: number) => hostTensor(Float32Array.of(value), []);

describe("compile", () => {
  it("refuses a carried branch that comes back otherwise", async () => {
    const state = { w: vector(1, 2), b: scalar(1) };
    const attempt = (fn: (inputs: { state: { w: tf.Tensor; b: tf.Tensor } }) => object) =>
      compile(fn as never, { state } as never, { carry: "state" as never });
    await expect(attempt(({ state }) => ({ state: { w: state.w } }))).rejects.toThrow(
      new ShapeError('compile: carry "state": expected the function to return state.b as float32 [], got nothing'),
    );
    await expect(attempt(({ state }) => ({ state: { w: tf.sum(state.w), b: state.b } }))).rejects.toThrow(
      new ShapeError('compile: carry "state": expected the function to return state.w as float32 [2], got float32 []'),
    );
    await expect(attempt(({ state }) => ({ state: { ...state, c: state.b } }))).rejects.toThrow(
      new ShapeError('compile: carry "state": expected only what the inputs have, got state.c as well'),
    );
  });

  it("takes a single tensor, arrays, scalars, int32 and bool", async () => {
    const program = await compile((x) => tf.mul(x, 2), vector(1, 2));
    expect((await program.run(vector(3, 4))).values).toEqual(Float32Array.of(6, 8));
    const flag = { dtype: "bool", shape: [2], values: Uint8Array.of(1, 0) } as const;
    const ints = { dtype: "int32", shape: [2], values: Int32Array.of(3, 4) } as const;
    const mixed = await compile(([flag, ints]) => [tf.logicalNot(flag), tf.mul(ints, ints)] as const, [
      flag,
      ints,
    ] as const);
    const [notFlag, squares] = await mixed.run([flag, ints]);
    expect(notFlag).toEqual({ ...flag, values: Uint8Array.of(0, 1) });
    expect(squares).toEqual({ ...ints, values: Int32Array.of(9, 16) });
    for (const made of [program, mixed]) await made.dispose();
  });

  it("gives bit-equal results in two programs of the same function", async () => {
    const x = hostTensor(
      Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i)),
      [64, 64],
    );
    const fn = ({ x }: { x: tf.Tensor2D }) =>
      tf.grad((y) => tf.softmax(tf.matMul(y as tf.Tensor2D, tf.tanh(y) as tf.Tensor2D)))(x);
    const run = async () => {
      const program = await compile(fn, { x }, { threads: 2 });
      const result = (await program.run({ x })) as HostTensor;
      await program.dispose();
      return result;
    };
    expect(await run()).toEqual(await run());
  });

  it("writes a profile where asked to", async () => {
    const { mkdtemp, readdir, rm } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(join(tmpdir(), "vivit-compile-"));
    const program = await compile(({ x }) => tf.exp(x), { x: vector(1) }, { profile: join(folder, "run") });
    await program.run({ x: vector(1) });
    await program.dispose();
    expect((await readdir(folder)).every((file) => file.startsWith("run") && file.endsWith(".json"))).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});
