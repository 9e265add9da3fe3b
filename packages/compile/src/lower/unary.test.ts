import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
const few = { numRuns: 4 };

describe("kernels of one tensor", () => {
  it("compute and differentiate as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 0, max: 1e6 }), async (shape, seed) => {
        const x = seededTensor(shape as [number], seed);
        const unit = tf.mul(tf.tanh(x), 0.9); // within ±0.9
        const positive = tf.add(tf.abs(x), 0.2);
        await expectLikeCpu(
          ({ x, unit, positive }) => ({
            abs: tf.abs(x!),
            acos: tf.acos(unit!),
            acosh: tf.acosh(tf.add(positive!, 1)),
            asin: tf.asin(unit!),
            asinh: tf.asinh(x!),
            atan: tf.atan(x!),
            atanh: tf.atanh(unit!),
            ceil: tf.ceil(x!),
            clipByValue: tf.clipByValue(x!, -0.5, 0.7),
            cos: tf.cos(x!),
            cosh: tf.cosh(x!),
            erf: tf.erf(x!),
            exp: tf.exp(x!),
            expm1: tf.expm1(x!),
            floor: tf.floor(x!),
            log: tf.log(positive!),
            log1p: tf.log1p(unit!),
            neg: tf.neg(x!),
            reciprocal: tf.reciprocal(positive!),
            round: tf.round(tf.mul(x!, 2)),
            rsqrt: tf.rsqrt(positive!),
            sign: tf.sign(x!),
            sin: tf.sin(x!),
            sinh: tf.sinh(x!),
            sqrt: tf.sqrt(positive!),
            square: tf.square(x!),
            tan: tf.tan(unit!),
            tanh: tf.tanh(x!),
          }),
          { x, unit, positive },
          { gradient: true },
        );
      }),
      few,
    ));

  it("give int32 and bool the type that the cpu backend gives them", () =>
    expectLikeCpu(
      ({ n, flag }) => ({
        abs: tf.abs(n!),
        clip: tf.clipByValue(n!, -2, 3),
        exp: tf.exp(n!),
        neg: tf.neg(n!),
        sign: tf.sign(n!),
        square: tf.square(n!),
        relu: tf.relu(n!),
        relu6: tf.relu6(n!),
        notFlag: tf.logicalNot(flag!),
        cast: tf.cast(flag!, "float32"),
      }),
      { n: tf.tensor1d([-7, 0, 3, 9], "int32"), flag: tf.tensor1d([true, false], "bool") },
    ));

  it("keep every digit of log(1 + x) and exp(x) − 1 near 0", () =>
    expectLikeCpu(
      ({ x }) => ({ log: tf.log1p(x!), exp: tf.expm1(x!) }),
      { x: tf.tensor1d([1e-7, -3e-6, 1e-4, 0]) },
      { atol: 0, rtol: 1e-6 },
    ));

  it("round halves to even and cut towards zero when cast", () =>
    expectLikeCpu(({ x }) => ({ round: tf.round(x!), int: tf.cast(x!, "int32"), bool: tf.cast(x!, "bool") }), {
      x: tf.tensor1d([-2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, -1.9, 1.9]),
    }));
});
