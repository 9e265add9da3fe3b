import * as tf from "@tensorflow/tfjs-core";
import {
  countValues,
  type HostTensor,
  initializeTree,
  type ParameterSpec,
  type RandomKey,
  type Tree,
  treeLeaves,
} from "@vivit/nn";
import { dropsAnything } from "@vivit/transformer";
import { checkParameters } from "./check-parameters.ts";
import { checkVideo, findVariant } from "./find-variant.ts";
import { classify, represent } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { ModelDropRates } from "./model-drop-rates.ts";

/** Parameters of any variant: a plain tree whose paths are their names. */
export type ModelParams = Tree<tf.Tensor>;

/** Masks of any variant for one training step. */
export type ModelMasks = Tree<tf.Tensor>;

/**
 * Shape and first values of every parameter, by path.
 *
 * @throws ShapeError if the sizes of the configuration do not fit together
 */
export function parameterSpecs(config: ModelConfig): Tree<ParameterSpec> {
  return findVariant(config).specs(config);
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
 * The logits are raw scores. One class a clip: `tf.softmax(logits)` are probabilities. Several at once (multi-label):
 * `tf.sigmoid(logits)`, each class by itself. Several heads: `splitLogits(logits, config)`.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @param params the tree of `parameterSpecs(config)`
 * @param masks of `drawModelMasks`, while training
 * @returns logits [batch, classes]
 * @throws ShapeError if the clip is not the configuration's, or the parameters are not, with all that is wrong
 * Source: ViViT section 3.
 */
export function applyModel(
  video: tf.Tensor5D,
  params: ModelParams,
  config: ModelConfig,
  masks?: ModelMasks,
): tf.Tensor2D {
  checkVideo(video, config, "applyModel");
  checkParameters(params, config, "applyModel");
  return tf.tidy(() => classify(findVariant(config).encode(video, params as never, config, masks), params as never));
}

/**
 * The features that the head classifies.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @returns [batch, representationDim or dim]
 * Source: Scenic `return_prelogits`.
 */
export function extractFeatures(video: tf.Tensor5D, params: ModelParams, config: ModelConfig): tf.Tensor2D {
  checkVideo(video, config, "extractFeatures");
  checkParameters(params, config, "extractFeatures");
  return tf.tidy(() => represent(findVariant(config).encode(video, params as never, config), params as never));
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
  rates: ModelDropRates,
): Tree<HostTensor> | undefined {
  return dropsAnything(rates) ? findVariant(config).drawMasks(key, config, batch, rates) : undefined;
}
