import * as tf from "@tensorflow/tfjs-core";
import { mapTree, ShapeError } from "@vivit/nn";
import { leafFinder } from "../gradients/leaf-finder.ts";

/**
 * Move the running mean of parameters toward them: a ← a + (1 − d) (p − a), with d = min(decay, (1 + step) / (10 + step)).
 *
 * The first steps count for more, so that the mean does not remember where training began.
 *
 * @param step scalar: number of updates before this one
 * @throws ShapeError if the state has no mean
 * Source: TensorFlow `ExponentialMovingAverage` with `num_updates`; Polyak and Juditsky 1992.
 */
export function updateAverage<Params>(
  average: Params | undefined,
  params: Params,
  decay: number,
  step: tf.Scalar,
): Params {
  if (average === undefined)
    throw new ShapeError(
      "createTrainingStep: expected a running mean in the state, got none; make it with initialTrainingState",
    );
  const parameterAt = leafFinder(params, "createTrainingStep: params");
  const count = tf.cast(step, "float32");
  const gained = tf.sub(1, tf.minimum(decay, tf.div(tf.add(count, 1), tf.add(count, 10))));
  return mapTree(average, (mean, path) =>
    tf.add(mean as tf.Tensor, tf.mul(tf.sub(parameterAt(path), mean as tf.Tensor), gained)),
  ) as unknown as Params;
}
