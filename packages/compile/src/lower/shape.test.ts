import * as tf from "@tensorflow/tfjs-core";
import { fromTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

describe("shape kernels", () => {
  it("repeat along axes of size 1 by a kernel too, which TensorFlow.js composes", async () => {
    const x = seededTensor<tf.Rank.R2>([3, 1], 1);
    const inputs = { x: await fromTensor(x) };
    const graph = ({ x }: { x: tf.Tensor }) =>
      tf.engine().runKernel("BroadcastTo", { x }, { shape: [2, 3, 4] }) as tf.Tensor;
    const program = await compile(graph, inputs);
    expect(toTensor(await program.run(inputs))).toBeAllClose(tf.broadcastTo(x, [2, 3, 4]));
    await program.dispose();
  });

  it("reorder axes as on the cpu backend", () =>
    fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) =>
          fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })),
        ),
        async ([shape, perm]) => {
          await expectLikeCpu(
            ({ x }) => ({ transposed: tf.transpose(x!, perm), flat: tf.reshape(tf.transpose(x!, perm), [-1]) }),
            { x: seededTensor(shape as [number], 1) },
            { gradient: true },
          );
        },
      ),
      { numRuns: 6 },
    ));

  it("repeat, join and split along any axis", () =>
    fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1))),
        async ([shape, axis]) => {
          await expectLikeCpu(
            ({ x, y }) => ({
              concat: tf.concat([x!, y!, x!], axis),
              expanded: tf.expandDims(x!, axis),
              last: tf.expandDims(x!, -1),
              stacked: tf.stack([x!, y!], axis),
              tiled: tf.tile(
                x!,
                shape.map((_, index) => (index === axis ? 3 : 1)),
              ),
              firstOfTwo: tf.split(tf.concat([x!, y!], axis), 2, axis)[0]!,
              item: tf.unstack(tf.stack([x!, y!], axis), axis)[1]!,
              squeezed: tf.squeeze(x!),
            }),
            { x: seededTensor(shape as [number], 1), y: seededTensor(shape as [number], 2) },
            { gradient: true },
          );
        },
      ),
      { numRuns: 6 },
    ));

  it("copy, cast and broadcast as on the cpu backend, whatever the shape, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(shapes, fc.nat(3), async (shape, before) => {
        const wide = [...Array<number>(before).fill(2), ...shape.map((size) => (size === 1 ? 3 : size))].slice(-4); // TensorFlow.js differentiates no more axes
        await expectLikeCpu(
          ({ x }) => ({
            copy: tf.mul(tf.clone(x!), 2),
            wide: tf.broadcastTo(x!, wide as [number]),
            int: tf.cast(tf.mul(x!, 9), "int32"),
            flag: tf.cast(tf.round(x!), "bool"),
            back: tf.cast(tf.cast(x!, "int32"), "float32"),
          }),
          { x: seededTensor(shape as [number], 1) },
          { gradient: true },
        );
      }),
      { numRuns: 6 },
    ));

  it("broadcast, tile and split unevenly", () =>
    expectLikeCpu(
      ({ x, n }) => ({
        broadcast: tf.broadcastTo(x!, [4, 2, 3]),
        both: tf.tile(x!, [2, 2]),
        parts: tf.split(x!, [1, -1], 1)[1]!,
        ints: tf.concat([n!, n!], -1),
        intStack: tf.stack([n!, n!], -1),
      }),
      { x: tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), n: tf.tensor2d([1, 2], [1, 2], "int32") },
    ));

  it("return an input as it is, twice, and cast it", () =>
    expectLikeCpu(
      ({ x }) => ({ same: x!, clone: tf.clone(x!), reshaped: tf.reshape(x!, [2]), int: tf.cast(x!, "int32") }),
      {
        x: tf.tensor1d([1.5, -2.5]),
      },
    ));
});
