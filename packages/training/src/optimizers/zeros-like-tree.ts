import * as tf from "@tensorflow/tfjs-core";
import { countValues, type HostTensor, mapTree } from "@vivit/nn";
import type { OptimizerState } from "./optimizer.ts";

/** The same tree with every value 0: tensors for tensors, plain memory for plain memory. */
export function zerosLikeTree<Params>(params: Params): OptimizerState<Params> {
  return mapTree(params, (leaf) => zeroLeaf(leaf as tf.Tensor | HostTensor)) as unknown as OptimizerState<Params>;
}

function zeroLeaf(leaf: tf.Tensor | HostTensor): tf.Tensor | HostTensor {
  if (leaf instanceof tf.Tensor) return tf.zerosLike(leaf);
  return { dtype: "float32", shape: leaf.shape, values: new Float32Array(countValues(leaf.shape)) };
}
