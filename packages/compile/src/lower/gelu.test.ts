import * as tf from "@tensorflow/tfjs-core";
import { gelu } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("the tanh form of GELU", () => {
  it("has the values and the gradient of the composed operations", () =>
    expectLikeCpu(({ x }) => ({ y: gelu(x!) }), { x: tf.mul(seededTensor([3, 40], 1), 3) }, { gradient: true }));

  it("neither overflows nor loses its slope far from 0", () =>
    expectLikeCpu(
      ({ x }) => ({ y: gelu(x!) }),
      { x: tf.tensor1d([-1000, -20, -6, 0, 6, 20, 1000]) },
      { gradient: true },
    ));
});
