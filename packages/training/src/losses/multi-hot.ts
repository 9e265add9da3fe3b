import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "@vivit/nn";
import { oneHot } from "./one-hot.ts";

/**
 * Turn class numbers into rows with a 1 for each of them.
 *
 * @param labels [batch], or [batch, labels] where an example has several or one of each head; int32, a label outside
 * [0, classes) counts for nothing, so -1 fills up rows with fewer
 * @returns [batch, classes], float32
 * @throws ShapeError if the labels have another rank
 * Source: DMVR `one_hot` labels: the sum of the one-hot rows of all listed indices.
 */
export function multiHot(labels: tf.Tensor1D | tf.Tensor2D, classes: number): tf.Tensor2D {
  if (labels.rank === 1) return oneHot(labels as tf.Tensor1D, classes);
  if (labels.rank !== 2)
    throw new ShapeError(`multiHot: labels: expected [batch] or [batch, labels], got [${labels.shape.join(", ")}]`);
  const [batch, width] = labels.shape as [number, number];
  return tf.tidy(() => {
    const columns = width === 1 ? [labels] : tf.split(labels, width, 1);
    const rows = columns.map((column) => oneHot(tf.reshape(column, [batch]), classes));
    return rows.reduce((sum, row) => tf.add(sum, row) as tf.Tensor2D);
  });
}
