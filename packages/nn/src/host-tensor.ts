import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "./shape-error.ts";

/** Number types that this project stores and computes with, and the array that holds each; bool as 0 and 1. */
export interface HostValues {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}

/** Number types that this project stores and computes with. */
export type HostDataType = keyof HostValues;

/** Values of a tensor in plain memory, row-major, of any shape: what files, workers and runtimes exchange. */
export interface HostTensor<Type extends HostDataType = HostDataType> {
  readonly dtype: Type;
  readonly shape: readonly number[];
  readonly values: HostValues[Type];
}

/** How many values a shape holds; 1 for a scalar. */
export function countValues(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Wrap float32 values with their shape.
 *
 * @throws ShapeError if the number of values is not the product of the shape
 */
export function hostTensor(values: Float32Array, shape: readonly number[]): HostTensor<"float32"> {
  if (values.length !== countValues(shape))
    throw new ShapeError(
      `hostTensor: expected ${countValues(shape)} values for [${shape.join(", ")}], got ${values.length}`,
    );
  return { dtype: "float32", shape, values };
}

/** Copy values from plain memory onto the active backend. The caller disposes the tensor. */
export function toTensor<R extends tf.Rank = tf.Rank>({ dtype, shape, values }: HostTensor): tf.Tensor<R> {
  return tf.tensor(values, [...shape] as tf.ShapeMap[R], dtype) as tf.Tensor<R>;
}

/** Read a tensor into plain memory. The tensor stays alive. */
export async function fromTensor(tensor: tf.Tensor): Promise<HostTensor> {
  const dtype = tensor.dtype as HostDataType;
  return { dtype, shape: [...tensor.shape], values: await tensor.data<"float32">() };
}
