import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("kernels that make constants", () => {
  it("give the values that TensorFlow.js gives", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        filled: tf.fill([2, 3], 7),
        ints: tf.fill([2], 3, "int32"),
        zeros: tf.zerosLike(n!),
        ones: tf.onesLike(x!),
        big: tf.mul(tf.ones([2, 200]), tf.sum(x!)),
        range: tf.range(2, 9, 3),
        down: tf.range(5, 0),
        intRange: tf.range(0, 4, 1, "int32"),
        line: tf.linspace(-1, 1, 5),
        eye: tf.eye(3),
        captured: tf.add(x!, tf.tensor1d([0.5, 1.5])),
        scalar: tf.scalar(4),
      }),
      { x: tf.tensor1d([1, 2]), n: tf.tensor2d([1, 2], [1, 2], "int32") },
    ));

  it("fill, count and take part in gradients as on the cpu backend, whatever the shape, type and ends", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          shape: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
          value: fc.integer({ min: -9, max: 9 }),
          dtype: fc.constantFrom<"float32" | "int32">("float32", "int32"),
          start: fc.integer({ min: -9, max: 9 }),
          length: fc.integer({ min: 1, max: 12 }),
          step: fc.constantFrom(1, 2, -1, -3),
          points: fc.integer({ min: 1, max: 7 }),
        }),
        async ({ shape, value, dtype, start, length, step, points }) => {
          const stop = start + Math.sign(step) * length;
          await expectLikeCpu(
            ({ x }) => ({
              filled: tf.fill(shape as [number], value, dtype),
              line: tf.linspace(start, stop, points),
              ones: tf.add(tf.square(x!), tf.onesLike(x!)),
              range: tf.range(start, stop, step, dtype),
              scaled: tf.mul(x!, tf.fill(shape as [number], value / 2)),
              zeros: tf.mul(x!, tf.zerosLike(x!)),
            }),
            { x: seededTensor(shape as [number], 1) },
            { gradient: true },
          );
        },
      ),
      { numRuns: 8 },
    ));
});
