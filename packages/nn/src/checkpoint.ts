import * as tf from "@tensorflow/tfjs-core";
import { runFusedKernel } from "./fused-kernel.ts";
import { mapTree, type Tree, treeLeaves } from "./tree.ts";

/**
 * Compute a function now and once more for its gradient, keeping only its inputs in between.
 *
 * Same values and gradients, less memory: of everything the function computes, nothing waits for the backward pass.
 * A backend that runs a whole graph must not compute it early or merge it with the first time; it gets the kernel
 * `VivitAfter` ({x, after} → x) for that.
 *
 * @param compute a pure function; other tensors that it reads must live until the gradient is known
 * @param x any shape
 * @param params a tree of tensors, for whose leaves gradients are wanted too
 * @returns compute(x, params)
 * Source: Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"; JAX `jax.checkpoint`.
 */
export function checkpoint<X extends tf.Tensor, Y extends tf.Tensor, Params>(
  compute: (x: X, params: Params) => Y,
  x: X,
  params: Params,
): Y {
  const leaves = treeLeaves(params as Tree<tf.Tensor>);
  const computeFrom = ([x, ...values]: readonly tf.Tensor[]) => {
    const byPath = new Map(leaves.map(([path], index) => [path, values[index]!]));
    return compute(x as X, mapTree(params, (_, path) => byPath.get(path)!) as Params);
  };
  const run = tf.customGrad((...args) => {
    const inputs = args.slice(0, -1) as tf.Tensor[];
    (args.at(-1) as unknown as tf.GradSaveFunc)(inputs);
    return {
      value: tf.tidy(() => computeFrom(inputs)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradientsOf(computeFrom, saved, dy),
    };
  });
  return run(x, ...leaves.map(([, leaf]) => leaf)) as Y;
}

/** Gradients for every input; zeros where the result does not depend on one. */
function gradientsOf(
  compute: (inputs: readonly tf.Tensor[]) => tf.Tensor,
  [x, ...rest]: readonly tf.Tensor[],
  dy: tf.Tensor,
): tf.Tensor[] {
  const inputs = [runFusedKernel("VivitAfter", { x: x!, after: dy })?.[0] ?? x!, ...rest];
  const { grads } = onTapeOfItsOwn(() => tf.engine().gradients(() => compute(inputs), inputs, dy, true));
  return inputs.map((input, index) => grads[index] ?? tf.zerosLike(input));
}

/** The engine has one tape, and a gradient within a gradient function would end the outer one. */
function onTapeOfItsOwn<Result>(run: () => Result): Result {
  const { state } = tf.engine();
  const outer = state.activeTape;
  try {
    return run();
  } finally {
    state.activeTape = outer;
  }
}
