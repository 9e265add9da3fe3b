import type { HostTensor } from "@vivit/nn";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { attentionMaps } from "./attention-map.ts";

const grid = { steps: 2, rows: 1, columns: 2 };

/** Softmax weights whose key 0 of every row has no more than its share: row q of group g and head h puts all on one key. */
function oneHot(shape: readonly number[], keyOf: (group: number, head: number, query: number) => number): HostTensor {
  const [heads, tokens] = [shape.at(-3)!, shape.at(-1)!];
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let row = 0; row < values.length / tokens; row++) {
    const [query, head, group] = [row % tokens, Math.floor(row / tokens) % heads, Math.floor(row / tokens / heads)];
    values[row * tokens + keyOf(group, head, query)] = 1;
  }
  return hostTensor(values, shape);
}

describe("attentionMaps", () => {
  it("takes the class token's row of Model 1", () => {
    const weights = oneHot([1, 2, 5, 5], (_, head, query) => (query === 0 ? 1 + head : 4));
    expect(
      attentionMaps("spaceTime", 3, weights, grid).map(({ layer, head, values }) => [layer, head, [...values]]),
    ).toEqual([
      [3, 0, [1, 0, 0, 0]],
      [3, 1, [0, 1, 0, 0]],
    ]);
  });
  it("takes the mean over queries where there is no class token", () => {
    const weights = oneHot([1, 1, 4, 4], (_, _head, query) => query);
    expect([...attentionMaps("spaceTime", 0, weights, grid)[0]!.values]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
  it("lays the space of each step out over time", () => {
    const weights = oneHot([1, 2, 1, 3, 3], (step) => 1 + step);
    expect([...attentionMaps("space", 0, weights, grid)[0]!.values]).toEqual([0.5, 0, 0, 0.5]);
  });
  it("lays Model 2's time out over the whole of each step, and Model 3's over each place", () => {
    const whole = oneHot([1, 1, 1, 3, 3], () => 2);
    expect([...attentionMaps("time", 0, whole, grid)[0]!.values]).toEqual([0, 0, 0.5, 0.5]);
    const each = oneHot([1, 2, 1, 2, 2], (place) => place);
    expect([...attentionMaps("time", 0, each, grid)[0]!.values]).toEqual([0.5, 0, 0, 0.5]);
  });
});
