import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

describe("indexing kernels", () => {
  it("gather along any axis, and add the gradients of what was read twice", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
          fc.nat(shape.length - 1).chain((axis) =>
            fc.record({
              shape: fc.constant(shape),
              axis: fc.constant(axis),
              indices: fc.array(fc.nat(shape[axis]! - 1), { minLength: 1, maxLength: 5 }),
            }),
          ),
        ),
        async ({ shape, axis, indices }) => {
          await expectLikeCpu(
            ({ x, indices }) => ({ gathered: tf.gather(x!, indices as tf.Tensor1D, axis) }),
            { x: seededTensor(shape as [number], 1), indices: tf.tensor1d(indices, "int32") },
            { gradient: true },
          );
        },
      ),
      { numRuns: 6 },
    ));

  it("read and write at full positions, mark and rank, whatever the sizes", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
          fc.record({
            shape: fc.constant(shape),
            places: fc.integer({ min: 1, max: shape.length }).chain((depth) =>
              fc.array(fc.tuple(...shape.slice(0, depth).map((size) => fc.nat(size - 1))), {
                minLength: 1,
                maxLength: 5,
              }),
            ),
            count: fc.integer({ min: 1, max: shape.at(-1)! }),
            ids: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: shape[0]!, maxLength: shape[0]! }),
          }),
        ),
        async ({ shape, places, count, ids }) => {
          const depth = places[0]!.length;
          const inputs = {
            x: seededTensor(shape as [number], 1),
            updates: seededTensor([places.length, ...shape.slice(depth)] as [number], 2),
            places: tf.tensor2d(places.flat(), [places.length, depth], "int32"),
            ids: tf.tensor1d(ids, "int32"),
          };
          await expectLikeCpu(
            ({ x, updates, places, ids }) => ({
              read: tf.gatherND(x!, places!),
              written: tf.scatterND(places as tf.Tensor2D, updates!, shape as [number]),
              marks: tf.oneHot(ids!, 3, 2, -1, "float32"),
              largest: tf.topk(x!, count).values,
              ranks: tf.topk(x!, count).indices,
              sums: tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, 4),
            }),
            inputs,
          );
        },
      ),
      { numRuns: 8 },
    ));

  it("differentiate sums by segment", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), fc.nat(3), async (ids, width) => {
        await expectLikeCpu(
          ({ x, ids }) => ({ sums: tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, 4) }),
          { x: seededTensor([ids.length, width + 1], 1), ids: tf.tensor1d(ids, "int32") },
          { gradient: true },
        );
      }),
      { numRuns: 4 },
    ));

  it("run sums and products along any axis, from either end, and differentiate sums along the last", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
          .chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1))),
        fc.boolean(),
        fc.boolean(),
        async ([shape, axis], exclusive, reverse) => {
          const x = seededTensor(shape as [number], 1);
          const scans = (x: tf.Tensor, axis: number) => ({
            sum: tf.cumsum(x, axis, exclusive, reverse),
            product: tf.cumprod(x, axis, exclusive, reverse),
          });
          await expectLikeCpu(({ x }) => scans(x!, axis), { x });
          // TensorFlow.js differentiates sums along the last axis alone rightly, and products not at all.
          await expectLikeCpu(({ x }) => ({ sum: scans(x!, shape.length - 1).sum }), { x }, { gradient: true });
        },
      ),
      { numRuns: 6 },
    ));

  it("gather with a list of indices for each element of the batch", () =>
    expectLikeCpu(
      ({ x, indices }) => ({
        first: tf.gather(x!, indices as tf.Tensor2D, 1, 1),
        last: tf.gather(x!, indices as tf.Tensor2D, 2, 1),
      }),
      { x: seededTensor([2, 3, 3], 1), indices: tf.tensor2d([2, 0, 1, 1], [2, 2], "int32") },
    ));

  it("gather and scatter at full positions", () =>
    expectLikeCpu(
      ({ x, places, updates }) => ({
        values: tf.gatherND(x!, places!),
        scattered: tf.scatterND(places as tf.Tensor2D, updates!, [3, 4]),
        rows: tf.scatterND(tf.slice(places!, [0, 0], [3, 1]) as tf.Tensor2D, tf.stack([updates!, updates!], 1), [3, 2]),
      }),
      {
        x: seededTensor([3, 4], 1),
        places: tf.tensor2d([0, 1, 2, 3, 0, 1], [3, 2], "int32"),
        updates: tf.tensor1d([1, 2, 3]),
      },
    ));

  it("mark indices with ones, and leave rows without for those outside", () =>
    expectLikeCpu(
      ({ n }) => ({
        ints: tf.oneHot(n!, 4),
        floats: tf.oneHot(n!, 4, 0.9, 0.1, "float32"),
        flags: tf.oneHot(n!, 2, 1, 0, "bool"),
      }),
      { n: tf.tensor2d([0, 3, -1, 9], [2, 2], "int32") },
    ));

  it("find the largest values and their places", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        values: tf.topk(x!, 2).values,
        places: tf.topk(x!, 2).indices,
        ofInt: tf.topk(n!, 3).indices,
      }),
      { x: seededTensor([3, 5], 1), n: tf.tensor1d([4, 9, 1, 9], "int32") },
    ));

  it("sum rows by segment, leaving out ids outside of the range", () =>
    expectLikeCpu(({ x, ids }) => ({ sums: tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, 3) }), {
      x: seededTensor([5, 2], 1),
      ids: tf.tensor1d([2, 0, 2, -1, 7], "int32"),
    }));

  it("run sums and products, in any direction", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        sum: tf.cumsum(x!, 1),
        before: tf.cumsum(x!, 0, true, false),
        backwards: tf.cumsum(x!, 1, false, true),
        ints: tf.cumsum(n!),
        product: tf.cumprod(x!, 1),
        productBefore: tf.cumprod(x!, 1, true, true),
      }),
      { x: seededTensor([3, 5], 1), n: tf.tensor1d([1, 2, 3], "int32") },
    ));

  it("differentiate sums and products that run", () =>
    expectLikeCpu(
      ({ x }) => ({ sum: tf.cumsum(x!, 1), product: tf.prod(x!, 1) }),
      { x: seededTensor([3, 5], 1) },
      { gradient: true },
    ));
});
