import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { trace } from "./trace.ts";

const x = { dtype: "float32", shape: [2, 3] } as const;
const here = /trace\.test\.ts:\d+:\d+/;

/** The message of what a function throws, with this file's lines replaced by HERE. */
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message.replace(new RegExp(`\\S*${here.source}`), "HERE");
  }
  return "nothing thrown";
}

describe("trace", () => {
  it("records operations in order, common ones once, and drops what is not needed", () => {
    const graph = trace(
      ({ x }) => {
        tf.exp(x);
        return tf.add(tf.tanh(x), tf.tanh(x));
      },
      { x },
    );
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(["Tanh", "Add"]);
  });

  it("takes host tensors, tensors and plain records as inputs", () => {
    const inputs = {
      host: hostTensor(Float32Array.of(1, 2), [2]),
      tensor: tf.tensor1d([1, 2]),
      plain: { dtype: "int32", shape: [2] } as const,
    };
    const graph = trace(({ host, tensor, plain }) => tf.addN([host, tensor, tf.cast(plain, "float32")]), inputs);
    expect(graph.inputs.map(({ name, dtype }) => [name, dtype])).toEqual([
      ["host", "float32"],
      ["tensor", "float32"],
      ["plain", "int32"],
    ]);
  });

  it("takes functions whose parameter has ranks", () => {
    const graph = trace(({ x }: { x: tf.Tensor2D }) => tf.sum(x), { x });
    expect(graph.outputs[0]!.shape).toEqual([]);
  });

  it("keeps the active backend, leaves no tensor, and reads what it captures without moving it", () => {
    const captured = tf.tensor1d([1, 2, 3]);
    expect(() => trace(({ x }) => tf.grad((y) => tf.mul(y, captured))(x), { x })).toKeepTensors(0);
    expect(tf.getBackend()).toBe("cpu");
    expect(tf.engine().backendNames()).not.toContain("vivit-trace");
    expect(captured).toBeAllClose([1, 2, 3]);
  });

  it("keeps the active backend and leaves no tensor where the function throws in a gradient", () => {
    const failing = () =>
      trace(
        ({ x }) =>
          tf.grad((y) => {
            tf.mul(tf.exp(y), y);
            throw new Error("no");
          })(x),
        { x },
      );
    const attempt = () => expect(failing).toThrow("no");
    expect(attempt).toKeepTensors(0);
    expect(tf.getBackend()).toBe("cpu");
    expect(Error.stackTraceLimit).toBeLessThan(60);
  });

  it("makes a graph no larger for large filled constants", () => {
    const graph = trace(({ x }) => tf.mul(tf.sum(x), tf.ones([2000, 2000])), { x });
    expect(graph.constants.reduce((bytes, constant) => bytes + constant.bytes.length, 0)).toBeLessThan(100);
  });

  it("reads constants, which are known", () => {
    const graph = trace(({ x }) => tf.mul(x, tf.scalar(2).dataSync()[0]! + 1), { x });
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(["Mul"]);
  });
});

describe("trace refuses", () => {
  it("a captured constant over 1 MB", () => {
    const weights = seededTensor<tf.Rank.R2>([3, 100_000], 1);
    expect(messageOf(() => trace(({ x }) => tf.matMul(x as tf.Tensor2D, weights), { x }))).toBe(
      "trace: expected constants of at most 1 MB, got float32 [3, 100000] of 1.1 MB captured by BatchMatMul at HERE; pass it as an input",
    );
  });

  it("NaN in a captured constant", () => {
    const scores = tf.tensor1d([0, 1, Number.NaN]);
    expect(messageOf(() => trace(({ x }) => tf.add(x, scores), { x }))).toBe(
      "trace: expected constants without NaN, got one in a float32 [3] (value 2) captured by Add at HERE; if it is meant, pass the tensor as an input",
    );
  });

  it("a disposed tensor", () => {
    const weights = tf.tensor1d([0, 1, 2]);
    weights.dispose();
    const message =
      "trace: expected tensors in use, got a disposed float32 [3] captured by Add at HERE; dispose it after compiling, or pass it as an input";
    expect(messageOf(() => trace(({ x }) => tf.add(x, weights), { x }))).toBe(message);
    expect(messageOf(() => trace(() => weights, { x }))).toBe(
      message.replace("captured by Add at HERE", "returned by the function"),
    );
  });

  it("reading a value", async () => {
    expect(messageOf(() => trace(({ x }) => tf.mul(x, tf.sum(x).dataSync()[0]!), { x }))).toBe(
      "trace: expected no value to be read while tracing, got dataSync() at HERE; return the tensor and read it after the run",
    );
    let reading: Promise<unknown> | undefined;
    trace(
      ({ x }) => {
        reading = tf.sum(x).data();
        return x;
      },
      { x },
    );
    await expect(reading).rejects.toThrow(
      /^trace: expected no value to be read while tracing, got data\(\) at .*; return the tensor and read it after the run$/,
    );
  });

  it("an operation without a lowering", () => {
    expect(messageOf(() => trace(({ x }) => tf.spectral.rfft(x), { x }))).toBe(
      "trace: expected operations that have a lowering to ONNX, got Complex at HERE: complex numbers have no lowering; write it with other operations or compute it outside and pass it in",
    );
    expect(messageOf(() => trace(({ x }) => tf.unique(tf.reshape(x, [6])).values, { x }))).toBe(
      "trace: expected operations that have a lowering to ONNX, got Unique at HERE: the shape of its result depends on values; write it with other operations or compute it outside and pass it in",
    );
    const diagonal = () => trace(({ x }) => tf.diag(tf.reshape(x, [6])), { x });
    expect(messageOf(diagonal)).toBe(
      "trace: expected operations that have a lowering to ONNX, got Diag at HERE; write it with other operations or compute it outside and pass it in",
    );
  });

  it("random numbers, which would be the same at every run", () => {
    expect(messageOf(() => trace(({ x }) => tf.add(x, tf.randomNormal([2, 3])), { x }))).toBe(
      "trace: expected random numbers to come in as an input, got randomNormal [2, 3] at HERE; its values would be the same at every run, so draw them outside and pass them in",
    );
    expect(messageOf(() => trace(({ x }) => tf.dropout(x, 0.5), { x }))).toBe(
      "trace: expected random numbers to come in as an input, got randomUniform [2, 3] at HERE; its values would be the same at every run, so draw them outside and pass them in",
    );
  });

  it("inputs and results that are not tensors", () => {
    expect(messageOf(() => trace(({ x }) => x, { x: { dtype: "string" as const, shape: [1] } }))).toBe(
      "trace: x: expected float32, int32 or bool, got string",
    );
    expect(messageOf(() => trace(async ({ x }) => x, { x }))).toBe(
      "trace: expected the function to return tensors, got none",
    );
    expect(messageOf(() => trace(() => ({ loss: 1 }), { x }))).toBe(
      'treeLeaves: expected a tensor, a record or an array at "loss", got 1',
    );
  });

  it("to trace a function that traces", () => {
    expect(messageOf(() => trace(() => ({ inner: trace(({ x }) => x, { x }) }) as never, { x }))).toBe(
      "trace: expected a function that does not trace another one",
    );
  });
});
