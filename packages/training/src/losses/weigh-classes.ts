import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "@vivit/nn";

/**
 * A function that multiplies what each class adds to a loss, [batch, classes], by the class's weight.
 *
 * @throws ShapeError if there is not one weight for each class
 * Source: PyTorch `cross_entropy` with `weight` and targets of probabilities, whose mean divides by the examples.
 */
export function weighClasses(
  weights: readonly number[] | undefined,
  classes: number,
  caller: string,
): (terms: tf.Tensor) => tf.Tensor {
  if (!weights) return (terms) => terms;
  if (weights.length !== classes)
    throw new ShapeError(`${caller}: classWeights: expected one for each of ${classes} classes, got ${weights.length}`);
  return (terms) => tf.mul(terms, tf.tensor2d([[...weights]]));
}
