import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("activations", () => {
  it("compute and differentiate as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), async (shape) => {
        const x = tf.mul(seededTensor(shape as [number], 3), 3);
        const alpha = tf.fill(shape.slice(-1), 0.3);
        await expectLikeCpu(
          ({ x, alpha }) => ({
            elu: tf.elu(x!),
            leakyRelu: tf.leakyRelu(x!, 0.1),
            prelu: tf.prelu(x!, alpha!),
            relu: tf.relu(x!),
            relu6: tf.relu6(x!),
            selu: tf.selu(x!),
            sigmoid: tf.sigmoid(x!),
            softplus: tf.softplus(x!),
            step: tf.step(x!, 0.25),
            step0: tf.step(x!),
          }),
          { x, alpha },
          { gradient: true },
        );
      }),
      { numRuns: 4 },
    ));
});
