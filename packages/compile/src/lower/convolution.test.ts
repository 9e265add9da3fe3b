import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const size = fc.integer({ min: 4, max: 9 });
const small = fc.integer({ min: 1, max: 3 });
const triple = fc.tuple(...Array<typeof small>(3).fill(small)) as fc.Arbitrary<[number, number, number]>;
const padding = fc.constantFrom<"same" | "valid">("same", "valid");
const pads = fc.constantFrom<"same" | "valid" | 1>("same", "valid", 1);

describe("convolutions", () => {
  it("slide over height and width, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(
        size,
        size,
        small,
        small,
        small,
        small,
        pads,
        async (height, width, kernel, inputs, outputs, stride, pad) => {
          await expectLikeCpu(
            ({ x, filter }) => ({
              y: tf.conv2d(
                x as tf.Tensor4D,
                filter as tf.Tensor4D,
                stride,
                pad as "same",
                "NHWC",
                1,
                pad === 1 ? "floor" : undefined,
              ),
            }),
            {
              x: seededTensor([2, height, width, inputs], 1),
              filter: seededTensor([kernel, Math.max(1, kernel - 1), inputs, outputs], 2),
            },
            { gradient: true },
          );
        },
      ),
      { numRuns: 6 },
    ));

  it("slide over every channel alone, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(
        size,
        small,
        small,
        small,
        small,
        padding,
        async (height, kernel, inputs, times, stride, pad) => {
          await expectLikeCpu(
            ({ x, filter }) => ({ y: tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad) }),
            { x: seededTensor([2, height, 5, inputs], 1), filter: seededTensor([kernel, kernel, inputs, times], 2) },
            { gradient: true },
          );
        },
      ),
      { numRuns: 5 },
    ));

  it("slide over time too, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(triple, triple, triple, small, small, padding, async (...cases) => {
        const [extra, kernel, stride, inputs, outputs, pad] = cases;
        await expectLikeCpu(
          ({ x, filter }) => ({ y: tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, stride, pad) }),
          {
            x: seededTensor([2, 2 + extra[0], 2 + extra[1], 2 + extra[2], inputs], 1),
            filter: seededTensor([...kernel, inputs, outputs], 2),
          },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("take dilations, other padding, and channels first", () =>
    expectLikeCpu(
      ({ x, filter, first }) => ({
        dilated: tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same", "NHWC", 2),
        padded: tf.conv2d(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          2,
          [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0],
          ],
          "NHWC",
          1,
          "floor",
        ),
        first: tf.conv2d(first as tf.Tensor4D, filter as tf.Tensor4D, 1, "same", "NCHW"),
      }),
      { x: seededTensor([1, 7, 6, 2], 1), filter: seededTensor([3, 2, 2, 3], 2), first: seededTensor([1, 2, 7, 6], 3) },
    ));
});

describe("pools", () => {
  it("average and choose, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(size, size, small, small, padding, async (height, width, kernel, stride, pad) => {
        await expectLikeCpu(
          ({ x }) => ({
            average: tf.avgPool(x as tf.Tensor4D, kernel, stride, pad),
            largest: tf.maxPool(x as tf.Tensor4D, kernel, stride, pad),
          }),
          { x: seededTensor([2, height, width, 3], 1) },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("go over time too, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(triple, triple, triple, padding, async (extra, [depth, side], stride, pad) => {
        const kernel: [number, number, number] = [depth, side, side]; // the cpu backend's gradient is right for square ones
        await expectLikeCpu(
          ({ x }) => ({
            average: tf.avgPool3d(x as tf.Tensor5D, kernel, stride, pad),
            largest: tf.maxPool3d(x as tf.Tensor5D, kernel, stride, pad),
          }),
          { x: seededTensor([2, 2 + extra[0], 2 + extra[1], 2 + extra[2], 2], 1) },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("round sizes up where asked to", async () => {
    await expectLikeCpu(({ x }) => ({ up: tf.maxPool(x as tf.Tensor4D, 3, 2, 1, "ceil") }), {
      x: seededTensor([1, 6, 7, 2], 1),
    });
  });
});

describe("resizing", () => {
  it("blends and picks pixels by every rule, and differentiates", () =>
    fc.assert(
      fc.asyncProperty(size, size, size, size, fc.boolean(), async (height, width, newHeight, newWidth, corners) => {
        const to: [number, number] = [newHeight, newWidth];
        const resize = (x: tf.Tensor, halfPixels: boolean) => ({
          bilinear: tf.image.resizeBilinear(x as tf.Tensor4D, to, corners && !halfPixels, halfPixels),
          nearest: tf.image.resizeNearestNeighbor(x as tf.Tensor4D, to, corners && !halfPixels, halfPixels),
        });
        await expectLikeCpu(({ x }) => resize(x!, true), { x: seededTensor([2, height, width, 3], 1) });
        // The cpu backend's gradients are right only for one image at a time, and for square ones.
        await expectLikeCpu(
          ({ x }) => resize(x!, false),
          { x: seededTensor([1, height, height, 3], 1) },
          { gradient: true },
        );
      }),
      { numRuns: 5 },
    ));
});
