import type * as tf from "@tensorflow/tfjs-core";
import type { HostTensor, ParameterSpec, RandomKey, Tree } from "@vivit/nn";
import type { HeadParams } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { ModelDropRates } from "./model-drop-rates.ts";
import type { ModelWatch, SeenAttention } from "./model-watch.ts";

/** One of the paper's models: what it is made of and what it computes. */
export interface Variant<Params extends HeadParams, Masks> {
  /** The number of the model in the paper, or what the paper calls it. */
  readonly title: string;
  /** Shapes and first values of every parameter. Throws ShapeError for a configuration that the variant cannot have. */
  readonly specs: (config: ModelConfig) => Tree<ParameterSpec>;
  /** The vector that the head classifies: [batch, frames, height, width, channels] → [batch, dim]. */
  readonly encode: (
    video: tf.Tensor5D,
    params: Params,
    config: ModelConfig,
    masks?: Masks,
    watch?: ModelWatch,
  ) => tf.Tensor2D;
  /** How much every token of the grid counts in that vector, by attention rollout: [batch, steps * rows * columns]. */
  readonly rollOut: (seen: SeenAttention, config: ModelConfig) => tf.Tensor2D;
  /** Dropout and drop-path for one training step, in plain memory. */
  readonly drawMasks: (key: RandomKey, config: ModelConfig, batch: number, rates: ModelDropRates) => Tree<HostTensor>;
}
