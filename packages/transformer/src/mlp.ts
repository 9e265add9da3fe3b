import * as tf from "@tensorflow/tfjs-core";
import { gelu, type LinearParams, linear, normalValues, parameter, xavierUniform } from "@vivit/nn";
import { applyMask } from "./apply-mask.ts";
import type { EncoderBlockMasks } from "./masks.ts";

/** Two layers with a GELU between them. */
export interface MlpParams {
  /** kernel [dim, mlpDim], bias [mlpDim] */
  readonly hidden: LinearParams;
  /** kernel [mlpDim, dim], bias [dim] */
  readonly out: LinearParams;
}

/** Shapes and first values of an MLP. Source: Scenic `MlpBlock` (Xavier uniform; biases normal, deviation 1e-6). */
export function mlpSpecs(dim: number, mlpDim: number) {
  const layer = (inputs: number, outputs: number) => ({
    kernel: parameter([inputs, outputs], xavierUniform),
    bias: parameter([outputs], normalValues(1e-6)),
  });
  return { hidden: layer(dim, mlpDim), out: layer(mlpDim, dim) };
}

/**
 * Widen each token, bend it, narrow it again.
 *
 * @param x [batch, tokens, dim]
 * @returns [batch, tokens, dim]
 * @throws ShapeError if the widths differ
 * Source: ViViT section 3.1; Scenic `MlpBlock`.
 */
export function mlp(x: tf.Tensor3D, params: MlpParams, masks: EncoderBlockMasks = {}): tf.Tensor3D {
  return tf.tidy(() => {
    const hidden = applyMask(gelu(linear(x, params.hidden)), masks.mlpHidden);
    return applyMask(linear(hidden, params.out), masks.mlpOutput);
  });
}
