import * as tf from "@tensorflow/tfjs-core";
import {
  countValues,
  type HostTensor,
  initializeTree,
  type ParameterSpec,
  type RandomKey,
  sizes,
  type Tree,
  treeLeaves,
} from "@vivit/nn";
import { type DropRates, dropsAnything } from "@vivit/transformer";
import { classify, type HeadParams, represent } from "./head.ts";
import { checkModelConfig, type ModelConfig } from "./model-config.ts";
import type { Variant } from "./variant.ts";
import { variants } from "./variants.ts";

/** Parameters of any variant: a plain tree whose paths are their names. */
export type ModelParams = Tree<tf.Tensor>;

/** Masks of any variant for one training step. */
export type ModelMasks = Tree<tf.Tensor>;

function variantOf(config: ModelConfig): Variant<HeadParams, ModelMasks> {
  checkModelConfig(config);
  return variants[config.variant] as unknown as Variant<HeadParams, ModelMasks>;
}

/**
 * Shape and first values of every parameter, by path.
 *
 * @throws ShapeError if the sizes of the configuration do not fit together
 */
export function parameterSpecs(config: ModelConfig): Tree<ParameterSpec> {
  return variantOf(config).specs(config);
}

/**
 * Draw the parameters of a new model: a function of configuration and key.
 *
 * @returns values in plain memory; `mapTree(parameters, toTensor)` puts them on the active backend
 * @throws ShapeError if the sizes of the configuration do not fit together
 */
export function initializeParameters(config: ModelConfig, key: RandomKey): Tree<HostTensor> {
  return initializeTree(parameterSpecs(config), key);
}

/** Number of trainable values. */
export function countParameters(config: ModelConfig): number {
  return treeLeaves(parameterSpecs(config)).reduce((sum, [, { shape }]) => sum + countValues(shape), 0);
}

/**
 * Classify clips.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @param params the tree of `parameterSpecs(config)`
 * @param masks of `drawModelMasks`, while training
 * @returns logits [batch, classes]
 * @throws ShapeError if the clip is not the configuration's
 * Source: ViViT section 3.
 */
export function applyModel(
  video: tf.Tensor5D,
  params: ModelParams,
  config: ModelConfig,
  masks?: ModelMasks,
): tf.Tensor2D {
  checkVideo(video, config);
  return tf.tidy(() => classify(variantOf(config).encode(video, params as never, config, masks), params as never));
}

/**
 * The features that the head classifies.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @returns [batch, representationDim or dim]
 * Source: Scenic `return_prelogits`.
 */
export function extractFeatures(video: tf.Tensor5D, params: ModelParams, config: ModelConfig): tf.Tensor2D {
  checkVideo(video, config);
  return tf.tidy(() => represent(variantOf(config).encode(video, params as never, config), params as never));
}

/**
 * Draw dropout and drop-path for one training step, in plain memory.
 *
 * @returns undefined where every rate is zero
 */
export function drawModelMasks(
  key: RandomKey,
  config: ModelConfig,
  batch: number,
  rates: DropRates,
): Tree<HostTensor> | undefined {
  return dropsAnything(rates) ? variantOf(config).drawMasks(key, config, batch, rates) : undefined;
}

function checkVideo(video: tf.Tensor5D, { clip, channels }: ModelConfig): void {
  sizes(video, "batch frames height width channels", "applyModel: video", { ...clip, channels });
}
