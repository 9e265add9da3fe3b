import * as tf from "@tensorflow/tfjs-core";
import { attentionWeights, type EncoderWatch, type QueryAndKey } from "@vivit/transformer";
import type { InspectionWanted } from "./inspect-model.ts";
import type { Mixing, ModelWatch, SeenAttention } from "./model-watch.ts";

type ByMixing<Value> = Record<Mixing, Value>;

/** A watch, what it has seen, and how to let go of it. */
interface ModelRecord {
  readonly watch: ModelWatch;
  readonly seen: SeenAttention;
  /** Tokens of each encoder, grouped by clip. */
  readonly readTokens: (batch: number) => Partial<ByMixing<tf.Tensor>>;
  /** Attention weights by layer, grouped by clip. */
  readonly readAttention: (batch: number) => Partial<ByMixing<Record<number, tf.Tensor>>>;
  /** Free everything that was kept; what was read is not. */
  readonly dispose: () => void;
}

/** Keep what is wanted of what a model shows while it computes. */
export function recordModel({ tokens, attention, rollout }: InspectionWanted): ModelRecord {
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tf.keep(tensor));
    return tensor;
  };
  const seen: ByMixing<QueryAndKey[]> = { spaceTime: [], space: [], time: [] };
  const shownTokens: Partial<ByMixing<tf.Tensor>> = {};
  const weights: ByMixing<Record<number, tf.Tensor>> = { spaceTime: {}, space: {}, time: {} };
  const layers: ByMixing<number> = { spaceTime: 0, space: 0, time: 0 };
  const watchOf = (mixing: Mixing): EncoderWatch => ({
    attention: (query, key, heads) => {
      const layer = layers[mixing]++;
      if (attention === "all" || attention?.includes(layer))
        weights[mixing][layer] = keep(attentionWeights(query, key, heads));
      if (rollout) seen[mixing].push({ query: keep(query), key: keep(key), heads });
    },
    tokens: (shown) => {
      if (tokens) shownTokens[mixing] = keep(tf.clone(shown));
    },
  });
  return {
    watch: { spaceTime: watchOf("spaceTime"), space: watchOf("space"), time: watchOf("time") },
    seen,
    readTokens: (batch) => mapValues(shownTokens, (shown, mixing) => groupByClip(shown, batch, mixing)),
    readAttention: (batch) =>
      mapValues(withoutEmpty(weights), (byLayer, mixing) =>
        mapValues(byLayer, (weightsOfLayer) => groupByClip(weightsOfLayer, batch, mixing)),
      ),
    dispose: () => tf.dispose(kept),
  };
}

/** A copy of [batch * groups, ...] as [batch, groups, ...]; where all of a clip is mixed, of [batch, ...] as it is. */
function groupByClip(tensor: tf.Tensor, batch: number, mixing: Mixing): tf.Tensor {
  const [rows, ...rest] = tensor.shape as [number, ...number[]];
  return mixing === "spaceTime" ? tf.clone(tensor) : tf.reshape(tensor, [batch, rows / batch, ...rest]);
}

/** The mixings of which a model showed anything. */
function withoutEmpty<Value extends object>(weights: ByMixing<Value>): Partial<ByMixing<Value>> {
  return Object.fromEntries(Object.entries(weights).filter(([, byLayer]) => Object.keys(byLayer).length > 0));
}

function mapValues<Value, To>(
  record: Readonly<Record<string, Value | undefined>>,
  replace: (value: Value, name: Mixing) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, replace(value as Value, name as Mixing)]),
  );
}
