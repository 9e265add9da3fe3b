import { randomKey } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClipEntry } from "../clip-index.ts";
import { orderClips } from "./order-clips.ts";

const clips = (labels: readonly number[], weights?: readonly number[]): ClipEntry[] =>
  labels.map((label, at) => ({
    path: `${at}.mp4`,
    labels: [label],
    split: "train",
    ...(weights && { weight: weights[at]! }),
  }));
const labelLists = fc.array(fc.nat(4), { minLength: 1, maxLength: 60 });
const numbersOf = (entries: readonly ClipEntry[]) => entries.map((_, number) => number);
const count = (list: readonly number[], value: number) => list.filter((one) => one === value).length;

describe("orderClips", () => {
  it("draws every clip once, in an order that the key decides", () => {
    fc.assert(
      fc.property(labelLists, fc.nat(1000), (labels, seed) => {
        const entries = clips(labels);
        const order = orderClips(entries, numbersOf(entries), randomKey(seed), false);
        expect([...order].sort((a, b) => a - b)).toEqual(numbersOf(entries));
        expect(orderClips(entries, numbersOf(entries), randomKey(seed), false)).toEqual(order);
      }),
    );
  });

  it("balanced, draws every class equally often, within one draw, and as many clips as there are", () => {
    fc.assert(
      fc.property(labelLists, fc.nat(1000), (labels, seed) => {
        const entries = clips(labels);
        const order = orderClips(entries, numbersOf(entries), randomKey(seed), true);
        expect(order).toHaveLength(entries.length);
        const drawn = order.map((number) => labels[number]!);
        const classes = [...new Set(labels)];
        for (const label of classes)
          expect(Math.abs(count(drawn, label) - labels.length / classes.length)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("draws a clip as often as its weight says, within one draw", () => {
    const weighted = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(weighted, fc.nat(1000), (weights, seed) => {
        const entries = clips(
          weights.map(() => 0),
          weights,
        );
        const order = orderClips(entries, numbersOf(entries), randomKey(seed), false);
        const sum = weights.reduce((total, weight) => total + weight, 0);
        for (const [number, weight] of weights.entries())
          expect(Math.abs(count(order, number) - (weight * weights.length) / sum)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
