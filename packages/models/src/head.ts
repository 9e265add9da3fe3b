import * as tf from "@tensorflow/tfjs-core";
import { type LinearParams, lecunNormal, linear, parameter, zeros } from "@vivit/nn";

/** From the features of a clip to scores. */
export interface HeadParams {
  /** Dense tanh layer before the head; kernel [dim, representationDim]. Source: Scenic `pre_logits`. */
  readonly representation?: LinearParams;
  /** kernel [dim, classes], bias [classes]. Source: Scenic `output_projection`. */
  readonly head: LinearParams;
}

/** Shapes and first values: the head begins at zero, so the first logits are 0 and the first loss is ln(classes). */
export function headSpecs(dim: number, classes: number, representationDim?: number) {
  const representation = representationDim && {
    kernel: parameter([dim, representationDim], lecunNormal),
    bias: parameter([representationDim], zeros),
  };
  return {
    ...(representation ? { representation } : {}),
    head: { kernel: parameter([representationDim ?? dim, classes], zeros), bias: parameter([classes], zeros) },
  };
}

/** The features the head sees: [batch, dim] → [batch, representationDim or dim]. */
export function represent(features: tf.Tensor2D, { representation }: HeadParams): tf.Tensor2D {
  return representation ? tf.tidy(() => tf.tanh(linear(features, representation))) : features;
}

/**
 * Score the classes.
 *
 * @param features [batch, dim]
 * @returns logits [batch, classes]
 * Source: Scenic `pre_logits` and `output_projection`.
 */
export function classify(features: tf.Tensor2D, params: HeadParams): tf.Tensor2D {
  return tf.tidy(() => classifyFeatures(represent(features, params), params));
}

/** Score the classes from what `represent` gave: [batch, representationDim or dim] → logits [batch, classes]. */
export function classifyFeatures(represented: tf.Tensor2D, { head }: HeadParams): tf.Tensor2D {
  return linear(represented, head);
}
