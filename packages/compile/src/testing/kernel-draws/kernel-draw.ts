import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";

/** A kernel's call with random shapes and attributes. */
export interface KernelDraw {
  readonly inputs: Record<string, tf.Tensor>;
  readonly operation: (inputs: Record<string, tf.Tensor>) => tf.Tensor | readonly tf.Tensor[];
  /** Whether TensorFlow.js differentiates it; true if absent. */
  readonly gradient?: boolean;
}

/** Draws by the kernel that they have to meet. */
export type KernelDraws = Readonly<Record<string, fc.Arbitrary<KernelDraw>>>;

/** Sizes of up to four axes. */
export const anyShape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });

/** Sizes of one to four axes. */
export const someAxes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

/** Two shapes that broadcast: some axes of either are 1, and the second may lack leading ones. */
export const broadcasting = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("both", "left", "right")), { maxLength: 4 })
  .chain((axes) =>
    fc.nat(axes.length).map((missing) => ({
      left: axes.map(([size, who]) => (who === "right" ? 1 : size)),
      right: axes.map(([size, who]) => (who === "left" ? 1 : size)).slice(missing),
    })),
  );

/** Sizes and one of their axes. */
export const shapeAndAxis = someAxes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }),
);

/** Normal numbers. */
export function floats(shape: readonly number[], seed = 1): tf.Tensor {
  return seededTensor(shape as [number], seed);
}

/** Numbers from 0.2 up. */
export function positives(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.add(tf.abs(floats(shape, seed)), 0.2);
}

/** Numbers within ±0.9. */
export function units(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.mul(tf.tanh(floats(shape, seed)), 0.9);
}

/** Few whole numbers as float32, so that many are equal. */
export function coarse(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.round(tf.mul(floats(shape, seed), 2));
}

/** About as many true as false. */
export function flags(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.greater(floats(shape, seed), 0);
}

/** Whole numbers from −9 to 9 as int32. */
export function integers(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.cast(tf.clipByValue(tf.mul(floats(shape, seed), 4), -9, 9), "int32");
}

/** Call a kernel; on a backend that lacks it, compose the same of its only input. */
export function runKernelOr(
  compose: (x: tf.Tensor) => tf.Tensor,
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: tf.NamedAttrMap = {},
): tf.Tensor {
  const isThere = tf.getKernel(name, tf.getBackend()) !== undefined;
  return isThere ? (tf.engine().runKernel(name, inputs, attributes) as tf.Tensor) : compose(Object.values(inputs)[0]!);
}

/** What an operation gives along an axis. */
type Along = (x: tf.Tensor, axis: number) => tf.Tensor | readonly tf.Tensor[];
/** An operation along any axis. */
export const along = (
  operation: Along,
  { draw = floats, gradient = true }: { draw?: typeof floats; gradient?: boolean },
) =>
  shapeAndAxis.map(
    ({ shape, axis }): KernelDraw => ({
      inputs: { x: draw(shape) },
      operation: ({ x }) => operation(x!, axis),
      gradient,
    }),
  );
