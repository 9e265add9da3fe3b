import * as tf from "@tensorflow/tfjs-core";
import { mapTree, ShapeError, type Tree, treeLeaves } from "@vivit/nn";
import type { PathPredicate } from "../optimizers/optimizer.ts";
import { tidyTree } from "./tidy-tree.ts";

/**
 * A scalar function of a tree and its gradient for every leaf.
 *
 * @param compute from the tree to a scalar
 * @param isFrozen leaves taken for constants: their gradients are zeros and cost nothing; none by default
 * @returns the value, and a tree like `params`; zeros where the value does not depend on a leaf
 * @throws ShapeError if the value is no scalar; RangeError if every leaf is frozen
 */
export function treeValueAndGradient<Params>(
  compute: (params: Params) => tf.Scalar,
  params: Params,
  isFrozen: PathPredicate = () => false,
): { value: tf.Scalar; gradients: Params } {
  return tidyTree(() => {
    const leaves = treeLeaves(params as Tree<tf.Tensor>).filter(([path]) => !isFrozen(path));
    if (leaves.length === 0)
      throw new RangeError("treeValueAndGradient: expected a parameter to train, got every one frozen");
    const tensors = leaves.map(([, leaf]) => leaf);
    // unlike tf.valueAndGrads, the engine accepts leaves that the value does not depend on
    const { value, grads } = tf.engine().gradients(() => compute(params), tensors, undefined, true);
    if (value.rank !== 0)
      throw new ShapeError(`treeValueAndGradient: expected a scalar, got [${value.shape.join(", ")}]`);
    const byPath = new Map(leaves.map(([path], index) => [path, grads[index]]));
    const gradients = mapTree(params, (leaf, path) => byPath.get(path) ?? tf.zerosLike(leaf as tf.Tensor));
    return { value, gradients: gradients as unknown as Params };
  });
}
