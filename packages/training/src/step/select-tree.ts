import * as tf from "@tensorflow/tfjs-core";
import { mapTree } from "@vivit/nn";

/**
 * Every leaf as it is where a condition holds, else another in its place. No value of the other side touches the result, not even NaN.
 *
 * @param condition scalar, bool
 */
export function selectTree<Params>(
  condition: tf.Tensor,
  tree: Params,
  otherwise: (leaf: tf.Tensor, path: string) => tf.Tensor,
): Params {
  return mapTree(tree, (leaf, path) =>
    tf.where(condition, leaf as tf.Tensor, otherwise(leaf as tf.Tensor, path)),
  ) as unknown as Params;
}
