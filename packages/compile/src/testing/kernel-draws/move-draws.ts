import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { along, floats, type KernelDraws, runKernelOr, shapeAndAxis, someAxes } from "./kernel-draw.ts";

const cuts = someAxes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    begin: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
    axes: fc.subarray([...shape.keys()]),
    border: fc.tuple(...shape.map(() => fc.tuple(fc.nat(2), fc.nat(2)))),
    strides: fc.tuple(...shape.map(() => fc.constantFrom(1, 2, 3))),
  }),
);

const resolution = fc.integer({ min: 2, max: 5 });

/** Kernels that move numbers: shapes, cuts, borders and blocks. */
export const moveDraws: KernelDraws = {
  BroadcastTo: someAxes.map((shape) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => {
      const wider = [2, ...shape.map((size) => (size === 1 ? 3 : size))];
      return runKernelOr((x) => tf.broadcastTo(x, wider as [number]), "BroadcastTo", { x: x! }, { shape: wider });
    },
    gradient: false,
  })),
  Concat: shapeAndAxis.map(({ shape, axis }) => ({
    inputs: { a: floats(shape, 1), b: floats(shape.with(axis, 2), 2) },
    operation: ({ a, b }) => tf.concat([a!, b!, a!], axis),
  })),
  ExpandDims: along((x, axis) => tf.expandDims(x, axis), {}),
  Identity: along((x) => tf.clone(x), {}),
  Pack: shapeAndAxis.map(({ shape, axis }) => ({
    inputs: { a: floats(shape, 1), b: floats(shape, 2) },
    operation: ({ a, b }) => tf.stack([a!, b!], axis),
  })),
  Reshape: along((x) => tf.reshape(x, [-1, 1]), {}),
  SplitV: shapeAndAxis.map(({ shape, axis }) => ({
    inputs: { x: floats(shape.with(axis, shape[axis]! + 2)) },
    operation: ({ x }) => tf.split(x!, [1, -1, 1], axis),
  })),
  Tile: someAxes.chain((shape) =>
    fc.tuple(...shape.map(() => fc.integer({ min: 1, max: 3 }))).map((times) => ({
      inputs: { x: floats(shape) },
      operation: ({ x }: Record<string, tf.Tensor>) => tf.tile(x!, times),
    })),
  ),
  Transpose: someAxes.chain((shape) =>
    fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }).map((order) => ({
      inputs: { x: floats(shape) },
      operation: ({ x }: Record<string, tf.Tensor>) => tf.transpose(x!, order),
    })),
  ),
  Unpack: shapeAndAxis.map(({ shape, axis }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.unstack(x!, axis),
    gradient: shape[axis]! > 1, // TensorFlow.js's gradient of a single one is no list
  })),

  MirrorPad: fc
    .record({
      shape: fc.array(fc.integer({ min: 3, max: 5 }), { minLength: 1, maxLength: 3 }),
      mode: fc.constantFrom<"reflect" | "symmetric">("reflect", "symmetric"),
      border: fc.tuple(fc.nat(2), fc.nat(2)),
    })
    .map(({ shape, mode, border }) => ({
      inputs: { x: floats(shape) },
      operation: ({ x }) =>
        tf.mirrorPad(
          x!,
          shape.map(() => border),
          mode,
        ),
      gradient: false,
    })),
  PadV2: cuts.map(({ shape, border }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.pad(x!, border as [number, number][], 1.5),
  })),
  Reverse: cuts.map(({ shape, axes }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.reverse(x!, axes),
  })),
  Slice: cuts.map(({ shape, begin }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.slice(x!, begin as [number]),
  })),
  StridedSlice: cuts.map(({ shape, begin, strides }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.stridedSlice(x!, begin, shape, strides),
    gradient: false,
  })),

  BatchToSpaceND: fc
    .record({ height: resolution, width: resolution, block: fc.integer({ min: 1, max: 3 }) })
    .map(({ height, width, block }) => ({
      inputs: { x: floats([2 * block * block, height, width, 2]) },
      operation: ({ x }) =>
        tf.batchToSpaceND(
          x!,
          [block, block],
          [
            [0, 1],
            [1, 0],
          ],
        ),
    })),
  DepthToSpace: fc
    .record({ height: resolution, width: resolution, block: fc.constantFrom(2, 3) })
    .map(({ height, width, block }) => ({
      inputs: { x: floats([2, height, width, 2 * block * block]) },
      operation: ({ x }) => tf.depthToSpace(x as tf.Tensor4D, block),
      gradient: false,
    })),
  SpaceToBatchND: fc
    .record({ height: resolution, width: resolution, block: fc.integer({ min: 1, max: 3 }) })
    .map(({ height, width, block }) => ({
      inputs: { x: floats([2, height * block - 1, width * block - 1, 2]) },
      operation: ({ x }) =>
        tf.spaceToBatchND(
          x!,
          [block, block],
          [
            [0, 1],
            [1, 0],
          ],
        ),
    })),
};
