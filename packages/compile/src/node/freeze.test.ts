import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor, ShapeError } from "@vivit/nn";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { randomHostTensor } from "../testing/random-host-tensor.ts";
import { compile as compileForWeb } from "../web/compile.ts";
import { compile } from "./compile.ts";

const inputs = {
  x: randomHostTensor(1, 4, 32),
  params: { wide: randomHostTensor(2, 32, 64), narrow: randomHostTensor(3, 10, 64), bias: randomHostTensor(4, 10) },
};
type Inputs = { x: tf.Tensor2D; params: { wide: tf.Tensor2D; narrow: tf.Tensor2D; bias: tf.Tensor1D } };
const classify = ({ x, params: { wide, narrow, bias } }: Inputs) => ({
  logits: tf.add(tf.matMul(tf.tanh(tf.matMul(x, wide)), narrow, false, true), bias),
});
const { x } = inputs;
const differences = (a: HostTensor, b: HostTensor) =>
  a.values.map((value, i) => Math.abs(value - b.values[i]!)) as Float32Array;

describe("a frozen branch", () => {
  it("is no input any more, and its values count", async () => {
    const whole = await compile(classify, inputs);
    const frozen = await compile(classify, inputs, { freeze: "params" });
    expect([...(await frozen.run({ x })).logits.values]).toEqual([...(await whole.run(inputs)).logits.values]);
    await expect(frozen.run(inputs as never)).rejects.toThrow(
      new ShapeError('run: params.wide: expected no such input, got float32 [32, 64]; the inputs are "x"'),
    );
    for (const program of [whole, frozen]) await program.dispose();
  });

  it("may hold tensors", async () => {
    const scale = tf.tensor1d([1, 2]);
    const program = await compile(
      ({ x, scale }) => tf.mul(x, scale),
      { x: randomHostTensor(5, 2), scale },
      { freeze: "scale" },
    );
    scale.dispose();
    const values = Float32Array.of(3, 4);
    expect((await program.run({ x: hostTensor(values, [2]) })).values).toEqual(Float32Array.of(3, 8));
    await program.dispose();
  });

  it("must be there, with values, and not be carried", async () => {
    await expect(compile(classify, inputs, { freeze: "weights" as "params" })).rejects.toThrow(
      new ShapeError('compile: options.freeze: expected a branch of the inputs (x, params), got "weights"'),
    );
    const spec = { dtype: "float32", shape: [10] } as const;
    await expect(
      compile(classify, { x, params: { ...inputs.params, bias: spec } }, { freeze: "params" }),
    ).rejects.toThrow(
      new TypeError(
        'compile: options.freeze: expected values in every leaf of "params", got none at params.bias; give the branch with its values, or leave it an input',
      ),
    );
    await expect(compile(classify, inputs, { freeze: "params", carry: "params" })).rejects.toThrow(
      new RangeError('compile: options.freeze: expected another branch than the carried one, got "params" twice'),
    );
  });
});

describe("int8", () => {
  it.each([
    ["natively", compile],
    ["in WebAssembly", compileForWeb],
  ] as const)("multiplies in 8 bits %s, and says what that costs", async (_, compile) => {
    const precise = await compile(classify, inputs, { freeze: "params" });
    const program = await compile(classify, inputs, { freeze: "params", precision: "int8" });
    const [expected, got] = [(await precise.run({ x })).logits, (await program.run({ x })).logits];
    const largest = Math.max(...differences(expected, got));
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(0.05 * Math.max(...expected.values.map(Math.abs)));
    expect(program.precision).toEqual({
      name: "int8",
      matrices: 2,
      largestDifference: { logits: expect.closeTo(largest, 5) },
    });
    expect(precise.precision).toEqual({ name: "float32" });
    for (const made of [precise, program]) await made.dispose();
  });

  it("reports no difference where the inputs have no values", async () => {
    const program = await compile(
      classify,
      { ...inputs, x: { dtype: "float32", shape: [4, 32] } as const },
      { freeze: "params", precision: "int8" },
    );
    expect(program.precision).toEqual({ name: "int8", matrices: 2 });
    await program.dispose();
  });

  it("needs constant matrices", async () => {
    await expect(compile(classify, inputs, { precision: "int8" })).rejects.toThrow(
      new Error(
        'compile: options.precision: expected a program with constant matrices for "int8", got none; name the branch with the weights in options.freeze',
      ),
    );
  });
});

describe("toOnnx", () => {
  it("can store weights as float16, in half the space", async () => {
    const program = await compile(classify, inputs, { freeze: "params" });
    const expected = (await program.run({ x })).logits;
    const [whole, half] = [program.toOnnx(), program.toOnnx({ weights: "float16" })];
    expect(half.length / whole.length).toBeLessThan(0.6);
    const session = await InferenceSession.create(half);
    const { logits } = await session.run({ x: new Tensor("float32", x.values, x.shape) });
    expect(Math.max(...differences(expected, { ...expected, values: logits!.data as Float32Array }))).toBeLessThan(
      0.05,
    );
    await session.release();
    await program.dispose();
  });

  it("can put constants into a second file", async () => {
    const program = await compile(classify, inputs, { freeze: "params" });
    const { model, data } = program.toOnnxFiles("model.data");
    expect(model.length).toBeLessThan(2000);
    const folder = await mkdtemp(join(tmpdir(), "vivit-compile-"));
    await writeFile(join(folder, "model.onnx"), model);
    await writeFile(join(folder, "model.data"), Buffer.concat(data));
    const session = await InferenceSession.create(join(folder, "model.onnx"));
    const { logits } = await session.run({ x: new Tensor("float32", x.values, x.shape) });
    expect(logits!.data).toEqual((await program.run({ x })).logits.values);
    await session.release();
    await program.dispose();
    await rm(folder, { recursive: true });
  });
});
