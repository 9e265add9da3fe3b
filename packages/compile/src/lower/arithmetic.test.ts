import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";
import { broadcasting } from "../testing/kernel-draws/kernel-draw.ts";

describe("kernels of two tensors", () => {
  it("broadcast, compute and differentiate as on the cpu backend", () =>
    fc.assert(
      fc.asyncProperty(broadcasting, async ({ left, right }) => {
        const a = seededTensor(left as [number], 1);
        const b = seededTensor(right as [number], 2);
        const positive = tf.add(tf.abs(b), 0.5);
        await expectLikeCpu(
          ({ a, b, positive }) => ({
            add: tf.add(a!, b!),
            addN: tf.addN([a!, a!, a!]),
            atan2: tf.atan2(a!, b!),
            div: tf.div(a!, positive!),
            mul: tf.mul(a!, b!),
            pow: tf.pow(positive!, a!),
            sub: tf.sub(a!, b!),
          }),
          { a, b, positive },
          { gradient: true },
        );
        // TensorFlow.js does not differentiate these where they broadcast.
        const others = ({ a, b, positive }: Record<string, tf.Tensor>) => ({
          maximum: tf.maximum(a!, b!),
          minimum: tf.minimum(a!, b!),
          mod: tf.mod(a!, positive!),
          squaredDifference: tf.squaredDifference(a!, b!),
        });
        await expectLikeCpu(others, { a, b, positive });
        await expectLikeCpu(({ a, positive }) => ({ floorDiv: tf.floorDiv(a!, positive!) }), {
          a: tf.mul(a, 9),
          positive,
        });
        await expectLikeCpu(others, { a: tf.sub(a, 0.1), b: tf.neg(a), positive: tf.add(a, 9) }, { gradient: true });
      }),
      { numRuns: 6 },
    ));

  const a = tf.tensor1d([-7, -3, 0, 5, 2 ** 24 + 1], "int32");
  const b = tf.tensor1d([2, -2, 3, 3, 2], "int32");
  const flags = tf.tensor1d([true, false, true, true, false], "bool");

  it("compute int32, bool and mixed types as on the cpu backend", () =>
    expectLikeCpu(
      ({ a, b, flags }) => ({
        add: tf.add(a!, b!),
        sub: tf.sub(a!, b!),
        mul: tf.mul(a!, b!),
        div: tf.div(a!, b!),
        floorDiv: tf.floorDiv(a!, b!),
        mod: tf.mod(a!, b!),
        maximum: tf.maximum(a!, b!),
        minimum: tf.minimum(a!, b!),
        pow: tf.pow(b!, tf.scalar(2, "int32")),
        squaredDifference: tf.squaredDifference(b!, tf.scalar(1, "int32")),
        withFloat: tf.add(a!, tf.scalar(0.5)),
        withBool: tf.add(a!, flags!),
        boolWithFloat: tf.mul(flags!, tf.scalar(2.5)),
      }),
      { a, b, flags },
    ));

  it("take the remainder with the divisor's sign, for floats too", () =>
    expectLikeCpu(({ a, b }) => ({ mod: tf.mod(a!, b!), floorDiv: tf.floorDiv(a!, b!) }), {
      a: tf.tensor1d([5.5, -5.5, 5.5, -5.5]),
      b: tf.tensor1d([2, 2, -2, -2]),
    }));

  it("spare an operation where one operand is neutral", () =>
    expectLikeCpu(
      ({ x }) => ({
        add: tf.add(x!, tf.zeros([2, 3])),
        sub: tf.sub(x!, 0),
        mul: tf.mul(tf.ones([2, 3]), x!),
        div: tf.div(x!, tf.ones([4, 1, 3])),
        minus: tf.sub(0, x!),
      }),
      { x: tf.tensor1d([1, 2, 3]) },
      { gradient: true },
    ));
});
