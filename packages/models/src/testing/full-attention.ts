import * as tf from "@tensorflow/tfjs-core";
import type { LayerNormParams, LinearParams } from "@vivit/nn";
import type { EncoderBlockParams, MlpParams, SelfAttentionParams } from "@vivit/transformer";
import type { FactorizedSelfAttentionBlockParams } from "../factorized-self-attention-block.ts";

/** Tokens, and everything that any attention did to them, as full matrices over all tokens. */
export interface FullState {
  /** [batch, tokens, dim] */
  readonly x: tf.Tensor3D;
  /** [batch, heads, tokens, tokens] of every attention so far. */
  readonly weights: readonly tf.Tensor4D[];
  /** [batch, tokens, tokens]: the product of all (mean over heads + identity) / 2 so far. */
  readonly rolled: tf.Tensor3D;
}

/** Who may look at whom: 1 or 0, [heads or 1, tokens, tokens]. */
export type Allowed = tf.Tensor3D;

/** Tokens before any attention. */
export function begin(x: tf.Tensor3D): FullState {
  return { x, weights: [], rolled: tf.tile(tf.expandDims(tf.eye(x.shape[1]), 0), [x.shape[0], 1, 1]) as tf.Tensor3D };
}

/** Whether two tokens are alike in something, for every pair. */
export function allowWhere(tokens: number, alike: (token: number) => number, heads = 1): Allowed {
  const pairs = Array.from({ length: tokens }, (_, query) =>
    Array.from({ length: tokens }, (_, key) => Number(alike(query) === alike(key))),
  );
  return tf.tile(tf.tensor3d([pairs]), [heads, 1, 1]);
}

/** A block of Models 1, 2 and 4 from einsum, softmax and moments, with full matrices. */
export function fullBlock(at: FullState, params: EncoderBlockParams, heads: number, allowed: Allowed): FullState {
  return widen(attendFully(at, params.attentionNorm, params.attention, heads, allowed), params);
}

/** A block of Model 3 with full matrices, in the order given. */
export function fullTimeSpaceBlock(
  at: FullState,
  params: FactorizedSelfAttentionBlockParams,
  heads: number,
  order: readonly ("time" | "space")[],
  allowed: Readonly<Record<"time" | "space", Allowed>>,
): FullState {
  const mixed = order.reduce(
    (state, axis) => attendFully(state, params[`${axis}Norm`], params[`${axis}Attention`], heads, allowed[axis]),
    at,
  );
  return widen(mixed, params);
}

/** Mean 0 and variance 1 along the last axis, scaled and shifted. */
export function normalize(x: tf.Tensor, { scale, bias }: LayerNormParams): tf.Tensor3D {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-6))), scale), bias);
}

function attendFully(
  { x, weights, rolled }: FullState,
  norm: LayerNormParams,
  params: SelfAttentionParams,
  heads: number,
  allowed: Allowed,
): FullState {
  const [batch, tokens, dim] = x.shape;
  const split = (at: tf.Tensor) => tf.reshape(at, [batch, tokens, heads, dim / heads]);
  const normed = normalize(x, norm);
  const [query, key, value] = [dense(normed, params.query), dense(normed, params.key), dense(normed, params.value)];
  const scores = tf.div(tf.einsum("bqhd,bkhd->bhqk", split(query), split(key)), Math.sqrt(dim / heads));
  const mixing = tf.softmax(tf.add(scores, tf.mul(tf.sub(allowed, 1), 1e9))) as tf.Tensor4D;
  const mixed = tf.reshape(tf.einsum("bhqk,bkhd->bqhd", mixing, split(value)), [batch, tokens, dim]);
  const step = tf.div(tf.add(tf.mean(mixing, 1), tf.eye(tokens)), 2);
  return {
    x: tf.add(x, dense(mixed, params.out)),
    weights: [...weights, mixing],
    rolled: tf.matMul(step, rolled) as tf.Tensor3D,
  };
}

function widen(at: FullState, params: { readonly mlpNorm: LayerNormParams; readonly mlp: MlpParams }): FullState {
  const hidden = dense(normalize(at.x, params.mlpNorm), params.mlp.hidden);
  const cube = tf.add(hidden, tf.mul(0.044715, tf.pow(hidden, 3)));
  const active = tf.mul(tf.mul(0.5, hidden), tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), cube))));
  return { ...at, x: tf.add(at.x, dense(active, params.mlp.out)) };
}

function dense(at: tf.Tensor, { kernel, bias }: LinearParams): tf.Tensor {
  return tf.add(tf.einsum("btd,de->bte", at, kernel), bias);
}
