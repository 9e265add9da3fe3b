import * as tf from "@tensorflow/tfjs-core";
import { fromTensor, layerNorm, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("softmax and normalizations", () => {
  it("normalize the last axis as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 2, maxLength: 4 }), async (shape) => {
        const width = shape.at(-1)!;
        await expectLikeCpu(
          ({ x, scale, bias }) => ({
            softmax: tf.softmax(x!),
            logSoftmax: tf.logSoftmax(x!),
            layer: layerNorm(x!, { scale, bias } as never, 1e-3),
          }),
          { x: seededTensor(shape as [number], 1), scale: seededTensor([width], 2), bias: seededTensor([width], 3) },
          { gradient: true, atol: 1e-4 }, // a width of 2 divides by small deviations
        );
      }),
      { numRuns: 5 },
    ));

  it("normalize exponentials along the last axis, also very large and very small ones", () =>
    expectLikeCpu(
      ({ x }) => ({ softmax: tf.softmax(x!), logSoftmax: tf.logSoftmax(x!), large: tf.softmax(tf.mul(x!, 200)) }),
      { x: seededTensor([2, 3, 5], 1) },
      { gradient: true },
    ));

  it("have a kernel for the logarithm along any axis too, which TensorFlow.js composes along the last", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
          .chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1))),
        async ([shape, axis]) => {
          const x = seededTensor(shape as [number], 1);
          const graph = ({ x }: { x: tf.Tensor }) => runKernel("LogSoftmax", { logits: x }, { axis });
          const program = await compile(graph, { x });
          const composed = tf.sub(x, tf.logSumExp(x, axis, true));
          expect(toTensor(await program.run({ x: await fromTensor(x) }))).toBeAllClose(composed, { atol: 1e-5 });
          await program.dispose();
        },
      ),
      { numRuns: 5 },
    ));

  it("normalize layers, with gradients of input, scale and bias", () =>
    expectLikeCpu(
      ({ x, scale, bias }) => ({ y: layerNorm(x!, { scale, bias } as never, 1e-6) }),
      { x: seededTensor([2, 3, 8], 1), scale: seededTensor([8], 2), bias: seededTensor([8], 3) },
      { gradient: true },
    ));

  it("normalize batches as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(1e-3, 0.1),
        async (shape, epsilon) => {
          const channels = shape.slice(-1) as [number];
          await expectLikeCpu(
            ({ x, mean, variance, offset, scale }) => ({
              normal: tf.batchNorm(
                x as tf.Tensor4D,
                mean as tf.Tensor1D,
                tf.add(tf.abs(variance!), 0.2) as tf.Tensor1D,
                offset as tf.Tensor1D,
                scale as tf.Tensor1D,
                epsilon,
              ),
            }),
            {
              x: seededTensor(shape as [number], 1),
              mean: seededTensor(channels, 2),
              variance: seededTensor(channels, 3),
              offset: seededTensor(channels, 4),
              scale: seededTensor(channels, 5),
            },
            { gradient: true, atol: 1e-4 }, // the cpu backend adds the same numbers up in another order
          );
        },
      ),
      { numRuns: 5 },
    ));

  it("normalize batches, with and without scale and offset", () =>
    expectLikeCpu(
      ({ x, mean, variance, offset, scale }) => ({
        full: tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          1e-3,
        ),
        plain: tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D),
      }),
      {
        x: seededTensor([2, 3, 3, 4], 1),
        mean: seededTensor([4], 2),
        variance: tf.square(seededTensor([4], 3)),
        offset: seededTensor([4], 4),
        scale: seededTensor([4], 5),
      },
    ));
});

function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes) as tf.Tensor;
}
