import type * as tf from "@tensorflow/tfjs-core";
import { ShapeError, type Tree, treeLeaves } from "@vivit/nn";

/** A function from path to leaf that refuses a path the tree does not have. */
export function leafFinder<Params>(tree: Params, what: string): (path: string) => tf.Tensor {
  const leaves = new Map(treeLeaves(tree as Tree<tf.Tensor>));
  return (path) => {
    const leaf = leaves.get(path);
    if (!leaf) throw new ShapeError(`${what}: expected a tensor at "${path}", got none`);
    return leaf;
  };
}
