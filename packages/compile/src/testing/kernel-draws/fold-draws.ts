import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  along,
  anyShape,
  coarse,
  flags,
  floats,
  type KernelDraw,
  type KernelDraws,
  shapeAndAxis,
} from "./kernel-draw.ts";

const reductions = anyShape.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axes: fc.subarray([...shape.keys()]), keepDims: fc.boolean() }),
);

type Reduce = (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor;
const reduce = (operation: Reduce, { draw = floats, gradient = true }: { draw?: typeof floats; gradient?: boolean }) =>
  reductions.map(
    ({ shape, axes, keepDims }): KernelDraw => ({
      inputs: { x: draw(shape) },
      operation: ({ x }) => operation(x!, axes, keepDims),
      gradient,
    }),
  );

const scans = fc
  .record({ place: shapeAndAxis, exclusive: fc.boolean(), reverse: fc.boolean() })
  .map(({ place, ...rule }) => ({ ...place, ...rule }));

/** Kernels that fold axes, at once or step by step. */
export const foldDraws: KernelDraws = {
  All: reduce(tf.all, { draw: flags, gradient: false }),
  Any: reduce(tf.any, { draw: flags, gradient: false }),
  ArgMax: along(tf.argMax, { draw: coarse, gradient: false }),
  ArgMin: along(tf.argMin, { draw: coarse, gradient: false }),
  Max: reduce(tf.max, {}),
  Mean: reduce(tf.mean, {}),
  Min: reduce(tf.min, {}),
  Prod: reduce(tf.prod, {}),
  Sum: reduce(tf.sum, {}),
  Cumprod: scans.map(({ shape, axis, exclusive, reverse }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.cumprod(x!, axis, exclusive, reverse),
    gradient: false,
  })),
  Cumsum: scans.map(({ shape, axis, exclusive, reverse }) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => tf.cumsum(x!, axis, exclusive, reverse),
    gradient: axis === shape.length - 1, // TensorFlow.js's gradient along others has their axes exchanged
  })),
};
