import type { Mixing } from "@vivit/models";
import type { HostTensor } from "@vivit/nn";

/** Steps, rows and columns of a model's tokens. */
export interface Grid {
  readonly steps: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where one head of one layer looks. */
export interface AttentionMap {
  readonly mixing: Mixing;
  readonly layer: number;
  readonly head: number;
  /** [steps, rows, columns]; they sum to 1. */
  readonly values: Float32Array;
}

/**
 * Where each head of a layer looks: the weights of the class token, or where there is none the mean over all queries.
 *
 * @param weights as `inspectModel` gives them for one clip: `spaceTime` [1, heads, queries, keys], `space`
 * [1, steps, heads, queries, keys], `time` [1, places, heads, queries, keys]
 */
export function attentionMaps(mixing: Mixing, layer: number, weights: HostTensor, grid: Grid): AttentionMap[] {
  const [groups, heads, tokens] = (
    mixing === "spaceTime" ? [1, weights.shape[1], weights.shape[2]] : weights.shape.slice(1, 4)
  ) as [number, number, number];
  const keys = { spaceTime: grid.steps * grid.rows * grid.columns, space: grid.rows * grid.columns, time: grid.steps };
  const hasClassToken = tokens === keys[mixing] + 1;
  return Array.from({ length: heads }, (_, head) => {
    const rows = Array.from({ length: groups }, (_, group) => {
      const begin = (group * heads + head) * tokens * tokens;
      return lookOf((weights.values as Float32Array).subarray(begin, begin + tokens * tokens), tokens, hasClassToken);
    });
    return { mixing, layer, head, values: normalize(layOut(mixing, rows, grid)) };
  });
}

/** One weight a key, the class token left out. */
function lookOf(weights: Float32Array, tokens: number, hasClassToken: boolean): Float32Array {
  if (hasClassToken) return weights.subarray(1, tokens);
  const mean = new Float32Array(tokens);
  for (let at = 0; at < weights.length; at++) mean[at % tokens]! += weights[at]! / tokens;
  return mean;
}

/** Each group's weights in their places: over time and space, over the space of each step, or over the time of each place. */
function layOut(mixing: Mixing, groups: readonly Float32Array[], { steps, rows, columns }: Grid): Float32Array {
  const values = new Float32Array(steps * rows * columns);
  const places = rows * columns;
  if (mixing !== "time") {
    for (const [group, weights] of groups.entries()) values.set(weights, group * places);
    return values;
  }
  for (let at = 0; at < values.length; at++) {
    const [step, place] = [Math.floor(at / places), at % places];
    values[at] = groups[groups.length === 1 ? 0 : place]![step]!; // Model 2 has one place, the frame
  }
  return values;
}

function normalize(values: Float32Array): Float32Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
