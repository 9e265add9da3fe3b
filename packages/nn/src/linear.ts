import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "./shape-error.ts";
import { sizes } from "./sizes.ts";

/** An affine map. */
export interface LinearParams {
  /** [inputs, outputs] */
  readonly kernel: tf.Tensor2D;
  /** [outputs] */
  readonly bias: tf.Tensor1D;
}

/**
 * Multiply the last axis by a kernel and add a bias.
 *
 * @param x [..., inputs]
 * @returns [..., outputs]
 * @throws ShapeError if the last axis is not the kernel's first
 * Source: flax `nn.Dense`.
 */
export function linear<T extends tf.Tensor>(x: T, { kernel, bias }: LinearParams): T {
  const { inputs, outputs } = sizes(kernel, "inputs outputs", "linear: kernel");
  if (x.shape.at(-1) !== inputs)
    throw new ShapeError(`linear: x: expected [..., inputs=${inputs}], got [${x.shape.join(", ")}]`);
  return tf.tidy(() => {
    const product = tf.matMul(tf.reshape(x, [-1, inputs]) as tf.Tensor2D, kernel); // one flat product: no broadcast of the kernel
    return tf.reshape(tf.add(product, bias), [...x.shape.slice(0, -1), outputs]) as T;
  });
}
