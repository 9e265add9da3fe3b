import * as tf from "@tensorflow/tfjs-core";
import { mapTree, type Tree } from "@vivit/nn";
import { leafFinder } from "../gradients/leaf-finder.ts";
import { tidyTree } from "../gradients/tidy-tree.ts";
import { isKernel } from "./is-kernel.ts";
import type { Optimizer, PathPredicate } from "./optimizer.ts";
import { scaleRate } from "./scale-rate.ts";
import { zerosLikeTree } from "./zeros-like-tree.ts";

/** Settings of Adam. */
export interface AdamOptions {
  /** Share of the mean of gradients that stays; 0.9 by default. */
  readonly meanDecay?: number;
  /** Share of the mean of squared gradients that stays; 0.999 by default. */
  readonly varianceDecay?: number;
  /** Added to the square root; 1e-8 by default. */
  readonly epsilon?: number;
  /** What the learning rate is multiplied by, by path; 1 by default. */
  readonly rateFactor?: (path: string) => number;
}

/** Settings of AdamW. */
export interface AdamWOptions extends AdamOptions {
  /** Pull toward zero, times the learning rate; 0.05 by default. */
  readonly weightDecay?: number;
  /** Parameters that decay; kernels by default. */
  readonly decays?: PathPredicate;
}

/**
 * Adam with decoupled weight decay: p ← p − learningRate · (m̂ / (√v̂ + epsilon) + weightDecay · p).
 *
 * m and v are running means of the gradient and of its square; the hats divide by 1 − decay^(step + 1).
 * State: `{ mean, variance }`, each like the parameters.
 *
 * Source: arXiv 1711.05101; optax `adamw` with a mask, betas 0.9 and 0.999.
 */
export function adamW({
  meanDecay = 0.9,
  varianceDecay = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.05,
  decays = isKernel,
  rateFactor = () => 1,
}: AdamWOptions = {}): Optimizer {
  return {
    init: (params) => ({ mean: zerosLikeTree(params), variance: zerosLikeTree(params) }),
    update: ({ params, gradients, state, learningRate, step }) =>
      tidyTree(() => {
        const before = state as { mean: Tree<tf.Tensor>; variance: Tree<tf.Tensor> };
        const mean = runningMean(before.mean, gradients, meanDecay, (g) => g);
        const variance = runningMean(before.variance, gradients, varianceDecay, (g) => tf.square(g));
        const [meanAt, varianceAt] = [leafFinder(mean, "adamW: state"), leafFinder(variance, "adamW: state")];
        const [meanBias, varianceBias] = [biasCorrection(meanDecay, step), biasCorrection(varianceDecay, step)];
        const moved = mapTree(params, (leaf, path) => {
          const rate = scaleRate(learningRate, rateFactor(path));
          const deviation = tf.sqrt(tf.div(varianceAt(path), varianceBias));
          const direction = tf.div(tf.div(meanAt(path), meanBias), tf.add(deviation, epsilon));
          const pull = weightDecay > 0 && decays(path) ? tf.mul(leaf as tf.Tensor, weightDecay) : undefined;
          return tf.sub(leaf as tf.Tensor, tf.mul(pull ? tf.add(direction, pull) : direction, rate));
        });
        return { params: moved as unknown as typeof params, state: { mean, variance } };
      }),
  };
}

/**
 * How much of its weight a running mean that began at zero has seen: 1 − decay^(step + 1).
 *
 * With u = −(step + 1) ln decay that is 1 − e^−u = 2t / (1 + t) for t = tanh(u / 2): float32 would lose five digits of 1 − 0.999.
 */
function biasCorrection(decay: number, step: tf.Scalar): tf.Scalar {
  const count = tf.add(tf.cast(step, "float32"), 1);
  const t = tf.tanh(tf.mul(count, -Math.log(decay) / 2));
  return tf.div(tf.mul(t, 2), tf.add(t, 1));
}

function runningMean<Params>(
  before: Tree<tf.Tensor>,
  gradients: Params,
  decay: number,
  of: (gradient: tf.Tensor) => tf.Tensor,
): Tree<tf.Tensor> {
  const gradientAt = leafFinder(gradients, "adamW: gradients");
  return mapTree(before, (mean, path) =>
    tf.add(tf.mul(mean as tf.Tensor, decay), tf.mul(of(gradientAt(path)), 1 - decay)),
  ) as Tree<tf.Tensor>;
}
