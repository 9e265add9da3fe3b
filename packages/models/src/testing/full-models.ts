import * as tf from "@tensorflow/tfjs-core";
import type { AveragePoolBaselineParams } from "../average-pool-baseline.ts";
import { embed, gridOf } from "../embedding.ts";
import type { FactorizedDotProductAttentionParams } from "../factorized-dot-product-attention.ts";
import type { FactorizedEncoderParams } from "../factorized-encoder.ts";
import type { FactorizedSelfAttentionParams } from "../factorized-self-attention.ts";
import type { ModelConfig } from "../model-config.ts";
import type { SpaceTimeParams } from "../space-time.ts";
import type { TokenEncoderParams } from "../token-encoder.ts";
import type { VariantName } from "../variants.ts";
import {
  type Allowed,
  allowWhere,
  begin,
  type FullState,
  fullBlock,
  fullTimeSpaceBlock,
  normalize,
} from "./full-attention.ts";

/** What a model computes, found with full matrices over all tokens. */
export interface FullModel {
  /** [batch, dim] */
  readonly features: tf.Tensor;
  /** By encoder: every token after the last normalization, and all matrices. */
  readonly encoders: readonly (FullState & { readonly tokens: tf.Tensor3D })[];
  /** Rollout before it is made to sum to 1: [batch, tokens of the grid]. */
  readonly shares: tf.Tensor2D;
}

type Encoded = FullModel["encoders"][number];

/** Each variant written a second time, as attention over all tokens of which most are forbidden. */
export const fullModels: Readonly<
  Record<VariantName, (video: tf.Tensor5D, params: never, config: ModelConfig) => FullModel>
> = {
  "space-time": (video, params: SpaceTimeParams, config) => {
    const placed = place(embed(video, params.embedding, config), params);
    const encoded = encodeFully(
      placed,
      params,
      config.encoder.heads,
      allowWhere(placed.shape[1], () => 0),
    );
    const [features, shares] = pool(encoded, config);
    return { features, encoders: [encoded], shares };
  },
  "factorized-encoder": (video, params: FactorizedEncoderParams, config) => {
    const { encoded: spatial, perStep, select } = encodeStepsFully(video, params, config);
    const placed = place(perStep, params.temporal);
    const free = allowWhere(placed.shape[1], () => 0);
    const temporal = encodeFully(placed, params.temporal, config.temporalEncoder!.heads, free);
    const [features, steps] = pool(temporal, config);
    return { features, encoders: [spatial, temporal], shares: select(steps) };
  },
  "average-pool-baseline": (video, params: AveragePoolBaselineParams, config) => {
    const { encoded, perStep, select } = encodeStepsFully(video, params, config);
    const steps = tf.fill([video.shape[0], perStep.shape[1]], 1 / perStep.shape[1]) as tf.Tensor2D;
    return { features: tf.mean(perStep, 1), encoders: [encoded], shares: select(steps) };
  },
  "factorized-self-attention": (video, params: FactorizedSelfAttentionParams, config) => {
    const placed = place(embed(video, params.embedding, config), params);
    const order = config.attentionOrder === "time-space" ? (["time", "space"] as const) : (["space", "time"] as const);
    const allowed = allowedOf(config, placed.shape[1]);
    const last = params.encoder.blocks.reduce(
      (at, block) => fullTimeSpaceBlock(at, block, config.encoder.heads, order, allowed),
      begin(placed),
    );
    const encoded = { ...last, tokens: normalize(last.x, params.encoder.norm) };
    const [features, shares] = pool(encoded, config);
    return { features, encoders: [encoded], shares };
  },
  "factorized-dot-product-attention": (video, params: FactorizedDotProductAttentionParams, config) => {
    const placed = place(embed(video, params.embedding, config), params);
    const { time, space } = allowedOf(config, placed.shape[1], config.encoder.heads / 2);
    const encoded = encodeFully(placed, params, config.encoder.heads, tf.concat([time, space], 0));
    const [features, shares] = pool(encoded, config);
    return { features, encoders: [encoded], shares };
  },
};

function place(tokens: tf.Tensor3D, params: Pick<TokenEncoderParams, "classToken" | "positions">): tf.Tensor3D {
  const first = params.classToken ? [tf.tile(params.classToken, [tokens.shape[0], 1, 1])] : [];
  return tf.add(tf.concat([...first, tokens], 1), params.positions!);
}

function encodeFully(
  x: tf.Tensor3D,
  params: Pick<TokenEncoderParams, "encoder">,
  heads: number,
  allowed: Allowed,
): Encoded {
  const last = params.encoder.blocks.reduce((at, block) => fullBlock(at, block, heads, allowed), begin(x));
  return { ...last, tokens: normalize(last.x, params.encoder.norm) };
}

/** Features, and the row of the rolled matrix that belongs to them, without the class token. */
function pool({ tokens, rolled }: Encoded, config: ModelConfig): [features: tf.Tensor, shares: tf.Tensor2D] {
  if (config.pool !== "token") return [tf.mean(tokens, 1), tf.mean(rolled, 1) as tf.Tensor2D];
  const rest = tf.slice(rolled, [0, 0, 1], [-1, 1, -1]);
  return [tf.squeeze(tf.slice(tokens, [0, 0, 0], [-1, 1, -1]), [1]), tf.squeeze(rest, [1])];
}

/** All steps in one sequence, in which a token may look at its own step alone. */
function encodeStepsFully(video: tf.Tensor5D, params: AveragePoolBaselineParams, config: ModelConfig) {
  const batch = video.shape[0];
  const { frames: steps, height, width } = gridOf(config);
  const { dim, heads } = config.encoder;
  const frames = tf.reshape(embed(video, params.embedding, config), [batch * steps, height * width, dim]);
  const placed = place(frames as tf.Tensor3D, params.spatial);
  const count = placed.shape[1];
  const sequence = tf.reshape(placed, [batch, steps * count, dim]) as tf.Tensor3D;
  const allowed = allowWhere(steps * count, (token) => Math.floor(token / count));
  const encoded = encodeFully(sequence, params.spatial, heads, allowed);
  const skip = count - height * width; // the class token
  const row = (token: number) => (skip ? Number(token % count === 0) : 1 / count);
  /** [steps, steps * count]: what each step's vector is made of. */
  const made = tf.tensor2d(
    Array.from({ length: steps }, (_, step) =>
      Array.from({ length: steps * count }, (_, token) => (Math.floor(token / count) === step ? row(token) : 0)),
    ),
  );
  const perStep = tf.einsum("st,btd->bsd", made, encoded.tokens) as tf.Tensor3D;
  const select = (shares: tf.Tensor2D) => {
    const behind = tf.expandDims(tf.matMul(shares, made), 1); // [batch, 1, steps * count]
    const all = tf.reshape(tf.matMul(behind, encoded.rolled), [batch, steps, count]);
    return tf.reshape(tf.slice(all, [0, 0, skip], [-1, -1, -1]), [batch, -1]) as tf.Tensor2D;
  };
  return { encoded, perStep, select };
}

function allowedOf(config: ModelConfig, tokens: number, heads = 1): Record<"time" | "space", Allowed> {
  const { height, width } = gridOf(config);
  const places = height * width;
  return {
    time: allowWhere(tokens, (token) => token % places, heads),
    space: allowWhere(tokens, (token) => Math.floor(token / places), heads),
  };
}
