import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("TensorFlow.js's fused kernels", () => {
  it.each(["linear", "elu", "leakyrelu", "prelu", "relu", "relu6", "sigmoid"] as const)("end with %s", (activation) =>
    expectLikeCpu(
      ({ x, w, bias, slope, image, filter }) => {
        const common = { bias: bias!, activation, leakyreluAlpha: 0.3, preluActivationWeights: slope! };
        const [picture, kernel] = [image as tf.Tensor4D, filter as tf.Tensor4D];
        return {
          product: tf.fused.matMul({ a: x!, b: w!, transposeB: true, ...common }),
          plain: tf.fused.matMul({ a: x!, b: w!, transposeB: true }),
          convolved: tf.fused.conv2d({ x: picture, filter: kernel, strides: 1, pad: "same", ...common }),
          alone: tf.fused.depthwiseConv2d({
            x: picture,
            filter: tf.slice(kernel, [0, 0, 0, 0], [3, 3, 2, 2]),
            strides: 1,
            pad: "same",
            ...common,
          }),
        };
      },
      {
        x: seededTensor([3, 5], 1),
        w: seededTensor([4, 5], 2),
        bias: seededTensor([4], 3),
        slope: seededTensor([4], 4),
        image: seededTensor([1, 4, 4, 2], 5),
        filter: seededTensor([3, 3, 2, 4], 6),
      },
    ),
  );
});

describe("TensorFlow.js's fused convolutions", () => {
  it("compute and differentiate as on the cpu backend, whatever the sizes, padding and activation", () => {
    const size = fc.integer({ min: 1, max: 3 });
    const pad = fc.constantFrom<"same" | "valid">("same", "valid");
    const activation = fc.constantFrom<"linear" | "relu">("linear", "relu"); // those that TensorFlow.js differentiates
    return fc.assert(
      fc.asyncProperty(size, size, size, size, size, pad, activation, async (...cases) => {
        const [extra, kernel, inputs, outputs, strides, pad, activation] = cases;
        const common = { strides, pad, activation };
        await expectLikeCpu(
          ({ image, filter, alone, bias, biasAlone }) => ({
            all: tf.fused.conv2d({ x: image as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: bias!, ...common }),
            alone: tf.fused.depthwiseConv2d({
              x: image as tf.Tensor4D,
              filter: alone as tf.Tensor4D,
              bias: biasAlone!,
              ...common,
            }),
          }),
          {
            image: seededTensor([2, 3 + extra, 4, inputs], 1),
            filter: seededTensor([kernel, kernel, inputs, outputs], 2),
            alone: seededTensor([kernel, kernel, inputs, outputs], 3),
            bias: seededTensor([outputs], 4),
            biasAlone: seededTensor([inputs * outputs], 5),
          },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    );
  });
});

describe("TensorFlow.js's fused product", () => {
  it("computes and differentiates as on the cpu backend, whatever the sizes", () => {
    const size = fc.integer({ min: 1, max: 5 });
    return fc.assert(
      fc.asyncProperty(
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        async (rows, inner, columns, transposeA, transposeB) => {
          const order = (swap: boolean, ...sizes: [number, number]) =>
            (swap ? sizes.toReversed() : sizes) as [number, number];
          const inputs = {
            a: seededTensor(order(transposeA, rows, inner), 1),
            b: seededTensor(order(transposeB, inner, columns), 2),
            bias: seededTensor([columns], 3),
          };
          await expectLikeCpu(
            ({ a, b, bias }) => ({
              y: tf.fused.matMul({ a: a!, b: b!, transposeA, transposeB, bias: bias!, activation: "linear" }),
            }),
            inputs,
            { gradient: true },
          );
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe("kernels of blocks", () => {
  it("move blocks of any size between batch, space and depth, and differentiate where TensorFlow.js does", () => {
    const few = fc.integer({ min: 1, max: 3 });
    return fc.assert(
      fc.asyncProperty(few, few, few, few, few, async (batch, rows, columns, high, wide) => {
        const borders = (side: number, block: number) => [side % 2, block - (side % 2)] as [number, number];
        const sides = [borders(rows, high), borders(columns, wide)];
        const cuts = [
          [0, high - 1],
          [wide - 1, 0],
        ];
        const blocks = ({ x, y }: Record<string, tf.Tensor>) => ({
          batch: tf.spaceToBatchND(x!, [high, wide], sides),
          space: tf.batchToSpaceND(y!, [high, wide], cuts),
        });
        const inputs = {
          x: seededTensor([batch, rows * high, columns * wide, 2], 1),
          y: seededTensor([batch * high * wide, rows, columns, 2], 2),
        };
        await expectLikeCpu(({ z, ...rest }) => ({ ...blocks(rest), depth: tf.depthToSpace(z as tf.Tensor4D, 2) }), {
          ...inputs,
          z: seededTensor([batch, rows, columns, 4 * high], 3),
        });
        await expectLikeCpu(blocks, inputs, { gradient: true });
      }),
      { numRuns: 5 },
    );
  });

  it("move blocks between batch, space and depth", () =>
    expectLikeCpu(
      ({ x, y }) => ({
        batch: tf.spaceToBatchND(
          x!,
          [2, 3],
          [
            [1, 1],
            [0, 2],
          ],
        ),
        space: tf.batchToSpaceND(
          y!,
          [2, 2],
          [
            [0, 1],
            [1, 0],
          ],
        ),
        depth: tf.depthToSpace(y as tf.Tensor4D, 2),
      }),
      { x: seededTensor([2, 4, 4, 2], 1), y: seededTensor([8, 2, 3, 4], 2) },
      { gradient: false },
    ));
});
