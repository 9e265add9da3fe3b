import * as tf from "@tensorflow/tfjs-core";
import { runFusedKernel } from "./fused-kernel.ts";

const slope = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/**
 * Gaussian error linear unit in its tanh form: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * Runs the kernels `VivitGelu` ({x} → y) and `VivitGeluGradient` ({x, outputGradient} → x gradient) where the backend has them.
 *
 * @param x any shape
 * @returns the same shape
 * Source: flax `nn.gelu` (approximate by default, so Scenic's ViViT); Hugging Face `gelu_fast`. The erf form differs by up to 5e-4.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  const activate = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc];
    const value = runFusedKernel("VivitGelu", { x: input })?.[0] ?? composed(input);
    save([input]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.tidy(() => gradient(saved[0]!, dy)) };
  });
  return activate(x) as T;
}

function bend(x: tf.Tensor): tf.Tensor {
  return tf.tanh(tf.mul(x, tf.add(tf.mul(tf.square(x), slope * cubic), slope)));
}

function composed(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(bend(x), 1));
}

/** 0.5 (1 + t) + 0.5 x (1 − t²) √(2/π) (1 + 3 · 0.044715 x²), with t the tanh. */
function gradient(x: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const fused = runFusedKernel("VivitGeluGradient", { x, outputGradient: dy });
  if (fused) return fused[0]!;
  const t = bend(x);
  const inner = tf.add(tf.mul(tf.square(x), 3 * slope * cubic), slope);
  const curved = tf.mul(tf.mul(x, tf.sub(1, tf.square(t))), inner);
  return tf.mul(dy, tf.mul(tf.add(tf.add(t, 1), curved), 0.5));
}
