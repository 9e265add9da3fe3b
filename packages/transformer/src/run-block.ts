import type * as tf from "@tensorflow/tfjs-core";
import { checkpoint } from "@vivit/nn";

/** How an encoder runs its blocks. */
export interface BlockOptions {
  /** Compute each block again for its gradient, and keep only what went into it: `checkpoint` of @vivit/nn. */
  readonly gradientCheckpointing?: boolean;
}

/** Run one block, [batch, tokens, dim] → [batch, tokens, dim]. */
export function runBlock<Params>(
  apply: (tokens: tf.Tensor3D, params: Params) => tf.Tensor3D,
  tokens: tf.Tensor3D,
  params: Params,
  { gradientCheckpointing = false }: BlockOptions = {},
): tf.Tensor3D {
  return gradientCheckpointing ? checkpoint(apply, tokens, params) : apply(tokens, params);
}
