import * as tf from "@tensorflow/tfjs-core";

/** `tf.tidy` for functions that return any nesting of tensors: those stay, all others go. */
export function tidyTree<T>(compute: () => T): T {
  return tf.tidy(compute as () => tf.TensorContainer) as T;
}
