import * as tf from "@tensorflow/tfjs-core";
import { runFusedKernel } from "./fused-kernel.ts";
import { ShapeError } from "./shape-error.ts";

/** Scale and offset of a layer normalization. */
export interface LayerNormParams {
  /** [dim] */
  readonly scale: tf.Tensor1D;
  /** [dim] */
  readonly bias: tf.Tensor1D;
}

/**
 * Normalize the last axis to mean 0 and variance 1, then scale and shift.
 *
 * Runs the kernel `VivitLayerNorm` ({x, scale, bias}, {epsilon} → y, mean, inverseDeviation) where the backend has it.
 *
 * @param x [..., dim]
 * @param epsilon added to the variance; 1e-6 throughout ViViT
 * @returns [..., dim]
 * @throws ShapeError if `x` and the scale differ in width
 * Source: ViViT equation 2; flax `nn.LayerNorm`.
 */
export function layerNorm<T extends tf.Tensor>(x: T, { scale, bias }: LayerNormParams, epsilon = 1e-6): T {
  if (x.shape.at(-1) !== scale.shape[0])
    throw new ShapeError(`layerNorm: x: expected [..., dim=${scale.shape[0]}], got [${x.shape.join(", ")}]`);
  const normalize = tf.customGrad((...args) => {
    const [input, gain, offset, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [y, mean, inverse] =
      runFusedKernel("VivitLayerNorm", { x: input, scale: gain, bias: offset }, { epsilon }) ??
      composed(input, gain, offset, epsilon);
    save([input, gain, mean!, inverse!]);
    return { value: y!, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.tidy(() => gradients(dy, saved)) };
  });
  return normalize(x, scale, bias) as T;
}

function composed(x: tf.Tensor, scale: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor[] {
  const mean = tf.mean(x, -1, true);
  const centered = tf.sub(x, mean);
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centered), -1, true), epsilon));
  return [tf.add(tf.mul(tf.mul(centered, inverse), scale), bias), mean, inverse];
}

/** With h = (x − mean) · inverse and g = dy · scale: dx = (g − mean(g) − h · mean(g · h)) · inverse. */
function gradients(dy: tf.Tensor, [x, scale, mean, inverse]: tf.Tensor[]): tf.Tensor[] {
  const rows = x!.shape.slice(0, -1).map((_, axis) => axis);
  const normalized = tf.mul(tf.sub(x!, mean!), inverse!);
  const g = tf.mul(dy, scale!);
  const along = tf.mul(normalized, tf.mean(tf.mul(g, normalized), -1, true));
  const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse!);
  return [dx, tf.sum(tf.mul(dy, normalized), rows), tf.sum(dy, rows)];
}
