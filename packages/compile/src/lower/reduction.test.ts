import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const cases = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
  .chain((shape) =>
    fc.record({ shape: fc.constant(shape), axes: fc.subarray([...shape.keys()]), keepDims: fc.boolean() }),
  );

describe("reductions", () => {
  it("fold any axes, and differentiate, as on the cpu backend", () =>
    fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, keepDims }) => {
        await expectLikeCpu(
          ({ x }) => ({
            sum: tf.sum(x!, axes, keepDims),
            mean: tf.mean(x!, axes, keepDims),
            max: tf.max(x!, axes, keepDims),
            min: tf.min(x!, axes, keepDims),
            prod: tf.prod(x!, axes, keepDims),
            all: tf.sum(x!),
            logSumExp: tf.logSumExp(x!, axes, keepDims),
            every: tf.all(tf.greater(x!, -0.5), axes, keepDims),
            some: tf.any(tf.greater(x!, 0.5), axes, keepDims),
            ...(shape.length > 0 && { first: tf.argMax(x!, axes[0] ?? 0), last: tf.argMin(x!, axes[0] ?? -1) }),
          }),
          { x: seededTensor(shape as [number], 5) },
        );
        await expectLikeCpu(
          ({ x }) => ({ sum: tf.sum(x!, axes, keepDims), mean: tf.mean(x!, axes, keepDims), max: tf.max(x!, axes) }),
          { x: seededTensor(shape as [number], 5) },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("give int32 and bool the type that the cpu backend gives them", () =>
    expectLikeCpu(
      ({ n, flags }) => ({
        sum: tf.sum(n!, 0),
        mean: tf.mean(n!, 0),
        max: tf.max(n!, 1),
        min: tf.min(n!),
        prod: tf.prod(n!, 1),
        count: tf.sum(flags!, 0),
        share: tf.mean(flags!, 0),
        all: tf.all(flags!, 0),
        any: tf.any(flags!, 1, true),
      }),
      {
        n: tf.tensor2d([1, 2, 3, 4, 6, 5], [2, 3], "int32"),
        flags: tf.tensor2d([1, 0, 1, 1, 1, 0], [2, 3], "bool"),
      },
    ));

  it("find the first of the largest and of the smallest", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        max: tf.argMax(x!, 0),
        last: tf.argMax(x!, -1),
        min: tf.argMin(x!, 1),
        ofInt: tf.argMax(n!, 0),
      }),
      { x: tf.tensor2d([1, 5, 5, 0, 0, 2], [2, 3]), n: tf.tensor1d([3, 9, 9], "int32") },
    ));
});
