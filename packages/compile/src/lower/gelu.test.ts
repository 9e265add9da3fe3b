import * as tf from "@tensorflow/tfjs-core";
import { gelu } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("the tanh form of GELU", () => {
  it("has the values and the gradient of the composed operations, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }), async (shape) => {
        const x = tf.mul(seededTensor(shape as [number], 1), 3);
        await expectLikeCpu(({ x }) => ({ y: gelu(x!) }), { x }, { gradient: true });
      }),
      { numRuns: 5 },
    ));

  it("neither overflows nor loses its slope far from 0", () =>
    expectLikeCpu(
      ({ x }) => ({ y: gelu(x!) }),
      { x: tf.tensor1d([-1000, -20, -6, 0, 6, 20, 1000]) },
      { gradient: true },
    ));
});
