import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { anyShape, coarse, floats, type KernelDraws, shapeAndAxis, someAxes } from "./kernel-draw.ts";

const withIndices = (least: number, most: (size: number) => number) =>
  shapeAndAxis.chain(({ shape, axis }) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.constant(axis),
      indices: fc.array(fc.integer({ min: least, max: most(shape[axis]!) }), { minLength: 1, maxLength: 5 }),
    }),
  );

/** Positions within the first axes of a shape. */
const places = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
  fc.integer({ min: 1, max: shape.length }).chain((depth) =>
    fc.record({
      shape: fc.constant(shape),
      at: fc.uniqueArray(fc.tuple(...shape.slice(0, depth).map((size) => fc.nat(size - 1))), {
        minLength: 1,
        maxLength: 4,
        selector: String,
      }),
    }),
  ),
);

/** Kernels that choose by index, and those that make numbers. */
export const chooseDraws: KernelDraws = {
  GatherNd: places.map(({ shape, at }) => ({
    inputs: { x: floats(shape), at: tf.tensor2d(at, undefined, "int32") },
    operation: ({ x, at }) => tf.gatherND(x!, at!),
    gradient: false,
  })),
  GatherV2: withIndices(0, (size) => size - 1).map(({ shape, axis, indices }) => ({
    inputs: { x: floats(shape), indices: tf.tensor1d(indices, "int32") },
    operation: ({ x, indices }) => tf.gather(x!, indices as tf.Tensor1D, axis),
  })),
  OneHot: fc
    .record({ shape: someAxes, depth: fc.integer({ min: 2, max: 5 }), seed: fc.nat(99) })
    .map(({ shape, depth, seed }) => ({
      inputs: { indices: tf.cast(coarse(shape, seed), "int32") },
      operation: ({ indices }) => tf.oneHot(indices!, depth, 0.9, 0.1, "float32"),
      gradient: false,
    })),
  ScatterNd: places.map(({ shape, at }) => ({
    inputs: {
      at: tf.tensor2d(at, undefined, "int32"),
      updates: floats([at.length, ...shape.slice(at[0]!.length)]),
    },
    operation: ({ at, updates }) => tf.scatterND(at as tf.Tensor2D, updates!, shape as [number]),
    gradient: false,
  })),
  TopK: someAxes.chain((shape) =>
    fc.integer({ min: 1, max: shape.at(-1)! }).map((count) => ({
      inputs: { x: floats(shape) },
      operation: ({ x }: Record<string, tf.Tensor>) => Object.values(tf.topk(x!, count)),
      gradient: false,
    })),
  ),
  UnsortedSegmentSum: withIndices(-1, () => 4).map(({ shape: [, ...rest], indices }) => ({
    inputs: { x: floats([indices.length, ...rest]), indices: tf.tensor1d(indices, "int32") },
    operation: ({ x, indices }) => tf.unsortedSegmentSum(x!, indices as tf.Tensor1D, 4),
    gradient: indices.every((index) => index >= 0 && index < 4), // TensorFlow.js gathers the gradient where the ids say
  })),

  Fill: fc
    .record({ shape: anyShape, value: fc.integer({ min: -9, max: 9 }), ints: fc.boolean() })
    .map(({ shape, value, ints }) => ({
      inputs: {},
      operation: () => tf.fill(shape as [number], value, ints ? "int32" : "float32"),
      gradient: false,
    })),
  LinSpace: fc
    .record({ start: fc.integer({ min: -9, max: 9 }), length: fc.nat(9), count: fc.integer({ min: 1, max: 9 }) })
    .map(({ start, length, count }) => ({
      inputs: {},
      operation: () => tf.linspace(start, start + length, count),
      gradient: false,
    })),
  OnesLike: someAxes.map((shape) => ({ inputs: { x: floats(shape) }, operation: ({ x }) => tf.onesLike(x!) })),
  Range: fc
    .record({
      start: fc.integer({ min: -9, max: 9 }),
      stop: fc.integer({ min: -9, max: 9 }),
      step: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ start, stop, step }) => ({
      inputs: {},
      operation: () => tf.range(start, stop, stop < start ? -step : step, "int32"),
      gradient: false,
    })),
  ZerosLike: someAxes.map((shape) => ({ inputs: { x: floats(shape) }, operation: ({ x }) => tf.zerosLike(x!) })),
};
