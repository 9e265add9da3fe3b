import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "@vivit/nn";
import { checkParameters } from "./check-parameters.ts";
import { gridOf } from "./embedding.ts";
import { checkVideo, findVariant } from "./find-variant.ts";
import { classifyFeatures, represent } from "./head.ts";
import type { ModelParams } from "./model.ts";
import type { ModelConfig } from "./model-config.ts";
import type { Mixing } from "./model-watch.ts";
import { recordModel } from "./record-model.ts";

/** What to look at beside logits and features. */
export interface InspectionWanted {
  /** Tokens after the last normalization of each encoder. */
  readonly tokens?: boolean;
  /**
   * Attention weights of these layers, counted from 0 in each encoder, or of all. They are held in memory: Model 1 at
   * 3137 tokens has 472 MB a clip and layer.
   */
  readonly attention?: "all" | readonly number[];
  /** Which part of the clip counts, through all layers; needs no more memory than a block's queries and keys for each layer. */
  readonly rollout?: boolean;
}

/** What a model computes for clips. Only what was asked for is there. */
export interface Inspection {
  /** [batch, classes] */
  readonly logits: tf.Tensor2D;
  /** What the head classifies (pre-logits): [batch, representationDim or dim]. */
  readonly features: tf.Tensor2D;
  /**
   * `spaceTime` [batch, tokens, dim] of Models 1, 3 and 4; `space` [batch, steps, tokens, dim] of Model 2 and its baseline,
   * `time` [batch, 1, tokens, dim] of Model 2. A class token is the first.
   */
  readonly tokens?: Readonly<Partial<Record<Mixing, tf.Tensor>>>;
  /**
   * Softmax over keys, by layer: `spaceTime` [batch, heads, queries, keys] of Model 1; `space` [batch, steps, heads,
   * queries, keys] and `time` [batch, places, heads, queries, keys] of the others, in Model 2 with one place, the frame.
   * In Model 4 each has half of the heads.
   */
  readonly attention?: Readonly<Partial<Record<Mixing, Readonly<Record<number, tf.Tensor>>>>>;
  /** Share of every tubelet in the features: [batch, steps, rows, columns]; a clip's shares sum to 1. */
  readonly rollout?: tf.Tensor4D;
}

/**
 * Classify clips and look inside.
 *
 * Rollout follows attention from the features back to the tubelets: weights are averaged over heads, half of every step goes
 * through the residual connection, and layers are multiplied. It begins at the class token, or at the mean over tokens (also for
 * `gmp` and `gsp`). Model 2 multiplies a step's share by the shares within the step; Model 3 goes back through both attentions
 * of a block in turn, Model 4 through the mean of its heads over time and over space. What class tokens keep is left out.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @param params the tree of `parameterSpecs(config)`
 * @throws ShapeError if clip, parameters or layers are not the configuration's
 * Source: ViViT section 3; rollout: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers".
 */
export function inspectModel(
  video: tf.Tensor5D,
  params: ModelParams,
  config: ModelConfig,
  wanted: InspectionWanted = {},
): Inspection {
  checkVideo(video, config, "inspectModel");
  checkParameters(params, config, "inspectModel");
  checkLayers(config, wanted);
  const record = recordModel(wanted);
  const variant = findVariant(config);
  const batch = video.shape[0];
  try {
    return tf.tidy(() => {
      const plain = { ...config, gradientCheckpointing: false }; // which would compute, and record, twice
      const features = represent(
        variant.encode(video, params as never, plain, undefined, record.watch),
        params as never,
      );
      return {
        logits: classifyFeatures(features, params as never),
        features,
        ...(wanted.tokens ? { tokens: record.readTokens(batch) } : {}),
        ...(wanted.attention ? { attention: record.readAttention(batch) } : {}),
        ...(wanted.rollout ? { rollout: toMap(variant.rollOut(record.seen, config), config) } : {}),
      };
    });
  } finally {
    record.dispose();
  }
}

/** Lay shares out over time, rows and columns: [batch, tokens] → [batch, steps, rows, columns], with the sum 1. */
function toMap(shares: tf.Tensor2D, config: ModelConfig): tf.Tensor4D {
  const { frames, height, width } = gridOf(config);
  return tf.reshape(tf.div(shares, tf.sum(shares, 1, true)), [-1, frames, height, width]);
}

function checkLayers({ encoder, temporalEncoder }: ModelConfig, { attention }: InspectionWanted): void {
  if (!attention || attention === "all") return;
  const depth = Math.max(encoder.depth, temporalEncoder?.depth ?? 0);
  const wrong = attention.filter((layer) => !Number.isInteger(layer) || layer < 0 || layer >= depth);
  if (wrong.length > 0)
    throw new ShapeError(`inspectModel: attention: expected layers 0 to ${depth - 1}, got ${wrong.join(", ")}`);
}
