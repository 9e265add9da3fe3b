import * as tf from "@tensorflow/tfjs-core";
import { mapTree, type Tree } from "@vivit/nn";
import { leafFinder } from "../gradients/leaf-finder.ts";
import { tidyTree } from "../gradients/tidy-tree.ts";
import { isKernel } from "./is-kernel.ts";
import type { Optimizer, PathPredicate } from "./optimizer.ts";
import { scaleRate } from "./scale-rate.ts";
import { zerosLikeTree } from "./zeros-like-tree.ts";

/** Settings of SGD with momentum. */
export interface SgdMomentumOptions {
  /** Share of the velocity that stays; 0.9 by default. */
  readonly momentum?: number;
  /** After the update, parameters that decay are multiplied by 1 − learningRate · weightDecay; 0 by default. */
  readonly weightDecay?: number;
  /** Parameters that decay; kernels by default. */
  readonly decays?: PathPredicate;
  /** What the learning rate is multiplied by, by path; 1 by default. */
  readonly rateFactor?: (path: string) => number;
}

/**
 * Gradient descent with a heavy ball: v ← momentum · v + g, p ← p − learningRate · v.
 *
 * State: `{ velocity }`, like the parameters. The learning rate stays outside the velocity; no dampening, not Nesterov's.
 *
 * Source: ViViT's training (Scenic: flax `optim.Momentum`, decay as `explicit_weight_decay`).
 */
export function sgdMomentum({
  momentum = 0.9,
  weightDecay = 0,
  decays = isKernel,
  rateFactor = () => 1,
}: SgdMomentumOptions = {}): Optimizer {
  return {
    init: (params) => ({ velocity: zerosLikeTree(params) }),
    update: ({ params, gradients, state, learningRate }) =>
      tidyTree(() => {
        const gradientAt = leafFinder(gradients, "sgdMomentum: gradients");
        const { velocity: before } = state as { velocity: Tree<tf.Tensor> };
        const velocity = mapTree(before, (v, path) =>
          tf.add(tf.mul(v as tf.Tensor, momentum), gradientAt(path)),
        ) as Tree<tf.Tensor>;
        const velocityAt = leafFinder(velocity, "sgdMomentum: state");
        const moved = mapTree(params, (leaf, path) => {
          const rate = scaleRate(learningRate, rateFactor(path));
          const next = tf.sub(leaf as tf.Tensor, tf.mul(velocityAt(path), rate));
          return weightDecay > 0 && decays(path) ? tf.mul(next, tf.sub(1, tf.mul(rate, weightDecay))) : next;
        });
        return { params: moved as unknown as typeof params, state: { velocity } };
      }),
  };
}
