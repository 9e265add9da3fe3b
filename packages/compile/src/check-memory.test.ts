import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { checkMemory } from "./check-memory.ts";
import { estimateMemory } from "./graph/estimate-memory.ts";
import { compile } from "./node/compile.ts";
import { trace } from "./trace/trace.ts";
import { compile as compileForWeb } from "./web/compile.ts";

const million = { dtype: "float32", shape: [1000, 1000] } as const; // 4 MB

describe("estimateMemory", () => {
  it("counts inputs and outputs, and the most that lives in between at one time", () => {
    const graph = trace(({ x }) => tf.sum(tf.tanh(tf.exp(tf.sin(x)))), { x: million });
    // Two of the values in between exist at a time; the axes of the sum are two numbers of 8 bytes.
    expect(estimateMemory(graph)).toEqual({ total: 12e6 + 4 + 16, ends: 4e6 + 4, constants: 16, between: 8e6 });
  });

  it("counts what waits for a gradient", () => {
    const graph = trace(({ x }) => tf.grad((x) => tf.exp(tf.exp(tf.exp(x))))(x), { x: million });
    expect(estimateMemory(graph).between).toBe(16e6);
  });

  it("counts a reshaped value once, for as long as either is read", () => {
    const graph = trace(
      ({ x }) => {
        const y = tf.exp(x);
        return tf.add(tf.sum(tf.tanh(tf.reshape(y, [-1]))), tf.sum(y));
      },
      { x: million },
    );
    expect(estimateMemory(graph).between).toBe(8e6 + 4); // and one sum
  });
});

describe("checkMemory", () => {
  it("says how much is needed, for what, and what lowers it", () => {
    const graph = trace(({ x }) => tf.tanh(tf.exp(x)), { x: million });
    expect(() => checkMemory(graph, 12e6)).not.toThrow();
    expect(() => checkMemory(graph, 11e6)).toThrow(
      new RangeError(
        "compile: expected a program that needs at most 11 MB, got one that needs about 12 MB: 8 MB for inputs and outputs, 0 MB for constants, 4 MB for values in between; a smaller batch or smaller inputs lower all, checkpointing (checkpoint of @vivit/nn) the values in between",
      ),
    );
  });

  it("is asked before anything is allocated, on every runtime", async () => {
    const huge = { dtype: "float32", shape: [1e6, 1e6] } as const;
    const message =
      /^compile: expected a program that needs at most [\d,]+ MB, got one that needs about 8,000,000 MB: /;
    await expect(compile(({ x }) => tf.exp(x), { x: huge })).rejects.toThrow(message);
    await expect(compileForWeb(({ x }) => tf.exp(x), { x: huge })).rejects.toThrow(message);
    await expect(compile(({ x }) => tf.exp(x), { x: million }, { memory: 1e6 })).rejects.toThrow(
      /^compile: expected a program that needs at most 1 MB, got one that needs about 8 MB: /,
    );
  });
});
