import { isKernel } from "../optimizers/is-kernel.ts";

/**
 * Whether a path names what the reference's L2 penalty counts: kernels, positions, class tokens, and the biases of queries,
 * keys and values, which Scenic keeps as [heads, width]. Other biases and normalizations do not count.
 *
 * Source: Scenic `l2_regularization`, which takes every parameter of rank above 1.
 */
export function isMatrix(path: string): boolean {
  return isKernel(path) || /(^|\.)(positions|classToken)$|\.(query|key|value)\.bias$/.test(path);
}
