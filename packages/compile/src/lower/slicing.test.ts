import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    begin: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
    axes: fc.subarray([...shape.keys()]),
    border: fc.tuple(...shape.map(() => fc.tuple(fc.nat(2), fc.nat(2)))),
  }),
);

describe("slicing kernels", () => {
  it("cut, turn round and pad as on the cpu backend", () =>
    fc.assert(
      fc.asyncProperty(cuts, async ({ shape, begin, axes, border }) => {
        await expectLikeCpu(
          ({ x }) => ({
            toTheEnd: tf.slice(x!, begin as [number], -1 as never),
            one: tf.slice(x!, begin as [number], shape.map(() => 1) as [number]),
            reversed: tf.reverse(x!, axes),
            padded: tf.pad(x!, border as [number, number][], 1.5),
          }),
          { x: seededTensor(shape as [number], 1) },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("cut with strides of either sign and pad by mirrors as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(
        cuts,
        fc.constantFrom(1, 2, -1, -2),
        fc.constantFrom<"reflect" | "symmetric">("reflect", "symmetric"),
        async ({ shape, begin, border }, stride, mode) => {
          const most = (size: number) => (mode === "reflect" ? size - 1 : size);
          const sides = border.map((pair, axis) => pair.map((side) => Math.min(side, most(shape[axis]!))));
          await expectLikeCpu(
            ({ x }) => ({
              cut: tf.stridedSlice(
                x!,
                begin as number[],
                shape.map((size) => (stride > 0 ? size : -size - 1)),
                shape.map(() => stride),
              ),
              mirrored: tf.mirrorPad(x!, sides as [number, number][], mode),
            }),
            { x: seededTensor(shape as [number], 1) },
          );
        },
      ),
      { numRuns: 8 },
    ));

  it("cut with strides and masks", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        everyOther: tf.stridedSlice(x!, [0, 1], [4, 5], [2, 2]),
        backwards: tf.stridedSlice(x!, [3, 4], [-9, 0], [-1, -2]),
        row: tf.stridedSlice(x!, [1, 0], [2, 5], [1, 1], 0, 0, 0, 0, 1),
        added: tf.stridedSlice(x!, [0, 0, 0], [0, 4, 5], [1, 1, 1], 0, 0, 0, 1, 0),
        rest: tf.stridedSlice(x!, [0, 1], [0, 3], [1, 1], 0, 0, 1),
        ints: tf.stridedSlice(n!, [2], [0], [-1]),
      }),
      { x: seededTensor([4, 5], 1), n: tf.tensor1d([1, 2, 3], "int32") },
    ));

  it("pad by reflection, with and without the edge", () =>
    expectLikeCpu(
      ({ x }) => ({
        reflect: tf.mirrorPad(
          x!,
          [
            [1, 2],
            [0, 1],
          ],
          "reflect",
        ),
        symmetric: tf.mirrorPad(
          x!,
          [
            [3, 2],
            [0, 2],
          ],
          "symmetric",
        ),
      }),
      { x: seededTensor([3, 2], 1) },
    ));
});
