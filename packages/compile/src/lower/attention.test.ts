import * as tf from "@tensorflow/tfjs-core";
import { attention, fromTensor, type HostTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";
import { attentionBlockRows } from "./attention-block-rows.ts";

describe("attention", () => {
  it("has the values and gradients of the composed operations, for as many keys as you like", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          batch: fc.integer({ min: 1, max: 3 }),
          queries: fc.integer({ min: 1, max: 9 }),
          keys: fc.integer({ min: 1, max: 9 }),
          heads: fc.constantFrom(1, 2, 4),
          width: fc.constantFrom(2, 8),
        }),
        async ({ batch, queries, keys, heads, width }) => {
          await expectLikeCpu(
            ({ query, key, value }) => ({
              output: attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, heads),
            }),
            {
              query: seededTensor([batch, queries, heads * width], 1),
              key: seededTensor([batch, keys, heads * width], 2),
              value: seededTensor([batch, keys, heads * width], 3),
            },
            { gradient: true },
          );
        },
      ),
      { numRuns: 5 },
    ));

  it("has the same gradient in blocks of any number of query rows", async () => {
    const inputs = Object.fromEntries(
      ["query", "key", "value", "output", "outputGradient"].map((name, seed) => [name, seededTensor([2, 10, 8], seed)]),
    );
    const gradient = (tensors: Record<string, tf.Tensor>, rows?: number) =>
      tf.engine().runKernel("VivitAttentionGradient", tensors, { heads: 2, ...(rows && { rows }) }) as tf.Tensor[];
    const feeds: Record<string, HostTensor> = {};
    for (const [name, tensor] of Object.entries(inputs)) feeds[name] = await fromTensor(tensor);
    const program = await compile(
      (tensors: Record<string, tf.Tensor>) => ({
        whole: gradient(tensors),
        three: gradient(tensors, 3),
        one: gradient(tensors, 1),
      }),
      feeds,
    );
    const { whole, three, one } = await program.run(feeds);
    for (const index of [0, 1, 2]) {
      expect(toTensor(three[index]!)).toBeAllClose(toTensor(whole[index]!));
      expect(toTensor(one[index]!)).toBeAllClose(toTensor(whole[index]!));
    }
    await program.dispose();
  });
});

describe("attentionBlockRows", () => {
  const rows = (batch: number, heads: number, queries: number, keys = queries) =>
    attentionBlockRows({ batch, heads, queries, keys });
  it("takes all queries of a short sequence at once", () => expect(rows(8, 12, 197)).toBe(197));
  it("cuts a long one into blocks of nearly equal size", () =>
    expect([rows(8, 4, 513), rows(1, 12, 3137)]).toEqual([257, 349]));
  it("cuts further where many examples would take too much memory, but not much below 64 rows", () =>
    expect([rows(64, 12, 197), rows(64, 16, 3137)]).toEqual([99, 63]));
});
