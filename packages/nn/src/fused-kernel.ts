import * as tf from "@tensorflow/tfjs-core";

/** The operations that a backend may offer as one kernel. Inputs and attributes: see each operation's file. */
export type FusedKernelName =
  | "VivitLayerNorm"
  | "VivitGelu"
  | "VivitGeluGradient"
  | "VivitAttention"
  | "VivitAttentionGradient"
  | "VivitAfter";

/**
 * Run a fused kernel if the active backend has registered one under this name.
 *
 * @returns its outputs, or undefined where the caller must compose TensorFlow.js operations
 */
export function runFusedKernel(
  name: FusedKernelName,
  inputs: tf.NamedTensorMap,
  attributes: tf.NamedAttrMap = {},
): tf.Tensor[] | undefined {
  if (!tf.getKernel(name, tf.getBackend())) return undefined;
  const outputs = tf.engine().runKernel(name, inputs, attributes) as tf.Tensor | tf.Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}
