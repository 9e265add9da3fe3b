import * as tf from "@tensorflow/tfjs-core";
import { mapTree, ShapeError } from "@vivit/nn";
import { leafFinder } from "../gradients/leaf-finder.ts";

/**
 * Add the gradients of one part of a batch to those of the parts before: sum + gradients / parts.
 *
 * @throws ShapeError if the state has no sum to add to
 */
export function accumulate<Params>(sum: Params | undefined, gradients: Params, parts: number): Params {
  if (sum === undefined)
    throw new ShapeError(
      `createTrainingStep: expected gradients in the state, as a batch comes in ${parts} parts, got none; make it with initialTrainingState`,
    );
  const gradientAt = leafFinder(gradients, "createTrainingStep: gradients");
  return mapTree(sum, (leaf, path) => tf.add(leaf as tf.Tensor, tf.div(gradientAt(path), parts))) as unknown as Params;
}
