import type * as tf from "@tensorflow/tfjs-core";

/**
 * Called with the queries and keys of an attention before they are multiplied, for looking inside.
 *
 * @param query [batch, queries, dim]; whoever wants it longer than the call keeps it (`tf.keep`)
 * @param key [batch, keys, dim]
 * @param heads how many heads share the width
 */
export type WatchAttention = (query: tf.Tensor3D, key: tf.Tensor3D, heads: number) => void;

/** What an encoder shows while it computes. */
export interface EncoderWatch {
  /** Called by each block in turn. */
  readonly attention: WatchAttention;
  /** Called with the tokens after the last normalization: [batch, tokens, dim]. */
  readonly tokens: (tokens: tf.Tensor3D) => void;
}
