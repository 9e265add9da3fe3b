import * as tf from "@tensorflow/tfjs-core";
import { mapTree } from "@vivit/nn";
import { globalNorm } from "./global-norm.ts";
import { tidyTree } from "./tidy-tree.ts";

/**
 * Shorten gradients to a global norm of `largest` where theirs is larger: g · largest / ‖g‖. Shorter ones stay bit for bit.
 *
 * @returns the gradients and their norm before clipping, a scalar; a norm that is not finite makes every gradient NaN
 * Source: JAX `clip_grads`, as Scenic uses it; optax `clip_by_global_norm`. No epsilon.
 */
export function clipByGlobalNorm<Gradients>(
  gradients: Gradients,
  largest: number,
): { gradients: Gradients; norm: tf.Scalar } {
  return tidyTree(() => {
    const norm = globalNorm(gradients);
    const scale = tf.div(largest, tf.maximum(norm, largest)); // exactly 1 up to `largest`
    const clipped = mapTree(gradients, (gradient) => tf.mul(gradient as tf.Tensor, scale));
    return { gradients: clipped as unknown as Gradients, norm };
  });
}
