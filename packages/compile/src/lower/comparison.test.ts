import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const comparisons = (a: tf.Tensor, b: tf.Tensor) => ({
  equal: tf.equal(a, b),
  greater: tf.greater(a, b),
  greaterEqual: tf.greaterEqual(a, b),
  less: tf.less(a, b),
  lessEqual: tf.lessEqual(a, b),
  notEqual: tf.notEqual(a, b),
});

const logic = (a: tf.Tensor, b: tf.Tensor) => ({
  and: tf.logicalAnd(a, b),
  not: tf.logicalNot(a),
  or: tf.logicalOr(a, b),
  xor: tf.logicalXor(a, b),
});

const tests = (x: tf.Tensor) => ({ finite: tf.isFinite(x), inf: tf.isInf(x), nan: tf.isNaN(x) });

describe("comparisons and logic", () => {
  it("compare floats, int32 and bool, with broadcasting", async () => {
    const pairs = [
      { a: tf.tensor2d([1, 2, 3, 4], [2, 2]), b: tf.tensor1d([2, 2]) },
      { a: tf.tensor2d([1, 2, 3, 2 ** 24 + 1], [2, 2], "int32"), b: tf.tensor1d([2, 2 ** 24], "int32") },
      { a: tf.tensor1d([true, false, true], "bool"), b: tf.tensor1d([true, true, false], "bool") },
      { a: tf.tensor1d([1, 2, 3], "int32"), b: tf.scalar(2.5) },
    ];
    for (const pair of pairs) await expectLikeCpu(({ a, b }) => comparisons(a!, b!), pair);
  });

  it("compare and choose as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), async (shape) => {
        const [x, y] = [seededTensor(shape as [number], 1), seededTensor(shape as [number], 2)];
        const [a, b] = [tf.round(tf.mul(x, 2)), tf.round(tf.mul(y, 2))]; // with equal ones among them
        await expectLikeCpu(({ a, b }) => comparisons(a!, b!), { a, b });
        await expectLikeCpu(({ a, b }) => logic(tf.greater(a!, 0), tf.less(b!, 0)), { a, b });
        await expectLikeCpu(({ a, b }) => tests(tf.div(a!, b!)), { a, b }); // with n / 0 and 0 / 0 among them
        const flags = tf.greater(a, b);
        await expectLikeCpu(
          ({ flags, x, y }) => ({ where: tf.where(flags!, x!, y!) }),
          { flags, x, y },
          { gradient: true },
        );
      }),
      { numRuns: 5 },
    ));

  it("combine flags", () =>
    expectLikeCpu(({ a, b }) => logic(a!, b!), {
      a: tf.tensor1d([true, true, false, false], "bool"),
      b: tf.tensor1d([true, false, true, false], "bool"),
    }));

  it("tell numbers from infinities and not-a-numbers", () =>
    expectLikeCpu(({ x, n }) => ({ ...tests(x!), ofInt: tf.isFinite(n!) }), {
      x: tf.tensor1d([1, Number.NaN, Number.POSITIVE_INFINITY, -1 / 0]),
      n: tf.tensor1d([1, 2], "int32"),
    }));

  it("choose between tensors of the same and of mixed types, with gradients", async () => {
    const flags = tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3], "bool");
    const [t, e] = [seededTensor([2, 3], 1), seededTensor([2, 3], 2)];
    await expectLikeCpu(
      ({ flags, t, e }) => ({ where: tf.where(flags!, t!, e!) }),
      { flags, t, e },
      { gradient: true },
    );
    await expectLikeCpu(({ flags, t }) => ({ where: tf.where(flags!, t!, tf.scalar(0)) }), { flags, t });
    const n = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], "int32");
    await expectLikeCpu(({ flags, n }) => ({ ints: tf.where(flags!, n!, tf.zerosLike(n!)) }), { flags, n });
    await expectLikeCpu(({ flags, n, t }) => ({ mixed: tf.where(flags!, n!, t!) }), { flags, n, t });
    await expectLikeCpu(({ flags }) => ({ flags: tf.where(flags!, flags!, tf.logicalNot(flags!)) }), { flags });
  });
});
